using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Doorway.Tests.Repository;

/// <summary>Public types and members as text, a line each, in a stable order.</summary>
static class PublicApi
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic |
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        // An extension block is a nested type without a name of C#'s; its members are the outer's.
        IEnumerable<Type> types = assembly.GetExportedTypes()
            .Where(type => !NameOf(type).Contains("<G>"));
        foreach (Type type in types.OrderBy(NameOf, StringComparer.Ordinal))
        {
            text.Append(Heading(type)).Append('\n');
            IEnumerable<string> members = type.IsEnum ? EnumMembers(type)
                : IsDelegate(type) ? [] : Members(type);
            foreach (string member in members)
                text.Append("    ").Append(member).Append('\n');
            text.Append('\n');
        }
        return text.ToString();
    }

    static string Heading(Type type)
    {
        if (IsDelegate(type))
        {
            string invoke = SignatureText.Of(type.GetMethod("Invoke")!, NameOf(type));
            return invoke.Replace("virtual ", "delegate ");
        }
        if (type.IsEnum)
            return $"enum {NameOf(type)} : {SignatureText.Name(type.GetEnumUnderlyingType())}";
        string kind = type.IsInterface ? $"interface {NameOf(type)}"
            : type.IsValueType ? $"{(IsRecord(type) ? "record " : "")}struct {NameOf(type)}"
            : $"{Modifier(type)}{(IsRecord(type) ? "record" : "class")} {NameOf(type)}";
        IEnumerable<string> bases = type.GetInterfaces().Where(i => i.IsVisible)
            .Select(SignatureText.Name).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            bases = bases.Prepend(SignatureText.Name(parent));
        return bases.Any() ? $"{kind} : {string.Join(", ", bases)}" : kind;
    }

    static string Modifier(Type type) => (type.IsAbstract, type.IsSealed) switch
    {
        (true, true) => "static ",
        (true, false) => "abstract ",
        (false, true) => "sealed ",
        _ => "",
    };

    static IEnumerable<string> EnumMembers(Type type) => Enum.GetValuesAsUnderlyingType(type)
        .Cast<object>().Select(value => $"{Enum.GetName(type, value)} = {value}");

    static IEnumerable<string> Members(Type type) => type.GetMembers(Declared)
        .Select(Describe).OfType<string>().Order(StringComparer.Ordinal);

    static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo field when SignatureText.IsVisible(field) => SignatureText.Of(field),
        PropertyInfo property => SignatureText.Of(property),
        EventInfo @event when @event.AddMethod is { } add && SignatureText.IsVisible(add) =>
            $"event {SignatureText.Name(@event.EventHandlerType!)} {@event.Name}",
        MethodBase method when SignatureText.IsVisible(method) && !IsAccessor(method) =>
            SignatureText.Of(method, method.IsConstructor
                ? SignatureText.Name(method.DeclaringType!) : method.Name),
        _ => null,
    };

    static bool IsAccessor(MethodBase method) =>
        (method.IsSpecialName && !method.IsConstructor && !method.Name.StartsWith("op_")) ||
        method.IsDefined(typeof(CompilerGeneratedAttribute)); // what a record brings along

    static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is { } print &&
        print.IsDefined(typeof(CompilerGeneratedAttribute));

    static bool IsDelegate(Type type) => type.IsSubclassOf(typeof(MulticastDelegate));

    static string NameOf(Type type) => $"{type.Namespace}.{SignatureText.Name(type)}";
}
