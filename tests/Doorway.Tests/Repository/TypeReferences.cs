using System.Reflection;
using System.Reflection.Emit;

namespace Doorway.Tests.Repository;

/// <summary>
/// Which top-level types of its own assembly a type mentions: in bases, fields, signatures and in
/// the code of its methods, nested and compiler-generated types counted as part of it.
/// </summary>
static class TypeReferences
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic |
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The top-level types that people wrote, without the compiler's own.</summary>
    public static IEnumerable<Type> TopLevelTypes(Assembly assembly) => assembly.GetTypes()
        .Where(type => !type.IsNested && type.Namespace?.StartsWith("Doorway") == true &&
            !type.Name.StartsWith('<'));

    /// <summary>The top-level types of the same assembly that this one needs.</summary>
    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Collect(type, found);
        return found.Select(TopLevel)
            .Where(other => other.Assembly == type.Assembly && other != type)
            .ToHashSet();
    }

    static void Collect(Type type, HashSet<Type> found)
    {
        Add(type.BaseType, found);
        foreach (Type @interface in type.GetInterfaces())
            Add(@interface, found);
        foreach (FieldInfo field in type.GetFields(Declared))
            Add(field.FieldType, found);
        foreach (MethodBase method in type.GetMembers(Declared).OfType<MethodBase>())
            Collect(method, found);
        foreach (Type nested in type.GetNestedTypes(Declared))
            Collect(nested, found);
    }

    static void Collect(MethodBase method, HashSet<Type> found)
    {
        foreach (ParameterInfo parameter in method.GetParameters())
            Add(parameter.ParameterType, found);
        Add((method as MethodInfo)?.ReturnType, found);
        if (method.GetMethodBody() is not { } body)
            return;
        foreach (LocalVariableInfo local in body.LocalVariables)
            Add(local.LocalType, found);
        foreach (ExceptionHandlingClause clause in body.ExceptionHandlingClauses)
        {
            if (clause.Flags == ExceptionHandlingClauseOptions.Clause)
                Add(clause.CatchType, found);
        }
        foreach (MemberInfo member in Mentions(method, body.GetILAsByteArray()!))
        {
            Add(member as Type ?? member.DeclaringType, found);
            Add((member as FieldInfo)?.FieldType, found);
            if (member is MethodBase called)
            {
                Add((called as MethodInfo)?.ReturnType, found);
                if (called.IsGenericMethod)
                    Array.ForEach(called.GetGenericArguments(), argument => Add(argument, found));
            }
        }
    }

    // ECMA-335 III: an opcode of one or two bytes, then an operand whose size the opcode tells.
    static IEnumerable<MemberInfo> Mentions(MethodBase method, byte[] code)
    {
        Type[]? ofType = method.DeclaringType?.GetGenericArguments();
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
                value = (short)(0xFE00 | code[at++]);
            OpCode opcode = OpCodesByValue[value];
            if (opcode.OperandType is OperandType.InlineField or OperandType.InlineMethod
                or OperandType.InlineTok or OperandType.InlineType)
            {
                int token = BitConverter.ToInt32(code, at);
                yield return method.Module.ResolveMember(token, ofType, ofMethod)!;
            }
            at += opcode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI
                    or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }

    static void Add(Type? type, HashSet<Type> found)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
            Add(type.GetElementType(), found);
        else if (found.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type))
            Array.ForEach(type.GetGenericArguments(), argument => Add(argument, found));
    }

    static Type TopLevel(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
