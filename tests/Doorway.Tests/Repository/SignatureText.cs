using System.Reflection;
using System.Runtime.CompilerServices;

namespace Doorway.Tests.Repository;

/// <summary>Types and members written about as C# writes them.</summary>
static class SignatureText
{
    static readonly NullabilityInfoContext Nullability = new();

    static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
    };

    public static bool IsVisible(MethodBase method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    public static bool IsVisible(FieldInfo field) =>
        field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    public static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[]";
        if (type.IsPointer)
            return $"{Name(type.GetElementType()!)}*";
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Name(underlying)}?";
        string name = type.Name.Split('`')[0];
        if (type.IsNested && !type.IsGenericParameter)
            name = $"{Name(type.DeclaringType!)}.{name}";
        return type.IsGenericType
            ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }

    public static string Of(FieldInfo field)
    {
        string value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
        string kind = field.IsLiteral ? "const " : field.IsInitOnly ? "readonly " : "";
        string scope = field.IsStatic && !field.IsLiteral ? "static " : "";
        string mark = Mark(Nullability.Create(field).ReadState, field.FieldType);
        string type = Name(field.FieldType) + mark;
        return $"{Access(field.IsPublic)}{scope}{kind}{type} {field.Name}{value}";
    }

    public static string? Of(PropertyInfo property)
    {
        MethodInfo? get = Visible(property.GetMethod), set = Visible(property.SetMethod);
        if ((get ?? set) is not { } accessor)
            return null;
        string accessors = (get is null ? "" : "get; ") +
            (set is null ? "" : IsInit(set) ? "init; " : "set; ");
        string mark = Mark(Nullability.Create(property).ReadState, property.PropertyType);
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{Parameters(index)}]";
        return $"{Modifiers(accessor)}{required}{Name(property.PropertyType)}{mark} {name} " +
            $"{{ {accessors}}}";
    }

    public static string Of(MethodBase method, string name)
    {
        string parameters = $"({Parameters(method.GetParameters())})";
        if (method is not MethodInfo info)
            return $"{Modifiers(method)}{name}{parameters}";
        string generic = info.IsGenericMethod
            ? $"<{string.Join(", ", info.GetGenericArguments().Select(Name))}>" : "";
        string mark = Mark(Nullability.Create(info.ReturnParameter).ReadState, info.ReturnType);
        string type = (info.ReturnType.IsByRef ? "ref " : "") + Name(info.ReturnType) + mark;
        return $"{Modifiers(method)}{type} {name}{generic}{parameters}";
    }

    static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(p =>
    {
        string direction = p.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : !p.ParameterType.IsByRef ? "" : p.IsOut ? "out " : p.IsIn ? "in " : "ref ";
        string mark = Mark(Nullability.Create(p).WriteState, p.ParameterType);
        string value = p.HasDefaultValue ? $" = {DefaultOf(p)}" : "";
        return $"{direction}{Name(p.ParameterType)}{mark} {p.Name}{value}";
    }));

    static string Modifiers(MethodBase method) => Access(method.IsPublic) + (
        method.DeclaringType!.IsInterface && method.IsAbstract ? ""
        : method.IsStatic ? "static "
        : method.IsAbstract ? "abstract "
        : !method.IsVirtual || method.IsFinal ? ""
        : (method as MethodInfo)?.GetBaseDefinition() != method ? "override "
        : "virtual ");

    static string Access(bool isPublic) => isPublic ? "" : "protected ";

    static string Mark(NullabilityState state, Type type) =>
        state == NullabilityState.Nullable && Nullable.GetUnderlyingType(type) is null ? "?" : "";

    static string DefaultOf(ParameterInfo p) => p.ParameterType.IsEnum
        ? $"{p.ParameterType.Name}.{Enum.ToObject(p.ParameterType, p.RawDefaultValue!)}"
        : Literal(p.RawDefaultValue);

    static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => $"{value}",
    };

    static MethodInfo? Visible(MethodInfo? accessor) =>
        accessor is not null && IsVisible(accessor) ? accessor : null;

    static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers()
        .Contains(typeof(IsExternalInit));
}
