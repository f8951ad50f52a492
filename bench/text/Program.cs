using Doorway.Bench.Text;

Options? options = Options.Parse(args);
if (options is null)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

return Run.All(options);
