using System.Reflection;

// Starts the program that the first argument names, with the other arguments. Each is a class with
// a method `public static void Main(string[] arguments)`, in a file of that name.
Type program = Assembly.GetExecutingAssembly().GetType(args[0])
    ?? throw new ArgumentException($"there is no program {args[0]}");
program.GetMethod("Main")!.CreateDelegate<Action<string[]>>()(args[1..]);
