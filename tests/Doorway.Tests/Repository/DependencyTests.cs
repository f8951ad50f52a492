using System.Reflection;
using System.Runtime.InteropServices;

namespace Doorway.Tests.Repository;

/// <summary>Dependencies point one way, from what a user sees down to what knows nothing.</summary>
public sealed class DependencyTests
{
    static readonly Assembly Library = typeof(IService).Assembly;

    [Fact]
    public void Every_type_of_the_library_has_a_layer()
    {
        string[] homeless = [.. TypeReferences.TopLevelTypes(Library)
            .Where(type => Layers.Of(type) is null)
            .Select(type => $"{type.FullName} ({Layers.FileOf(type)}): give it a layer")];
        Findings.None(homeless);
    }

    [Fact]
    public void No_layer_uses_one_above_it()
    {
        string[] wrong = [..
            from type in TypeReferences.TopLevelTypes(Library)
            let layer = Layers.Of(type)
            where layer is not null
            from used in TypeReferences.Of(type)
            let lower = Layers.Of(used)
            where lower is not (null or "vocabulary") && lower != layer
            where !Layers.MayUse[layer].Contains(lower)
            orderby type.FullName, used.FullName
            select $"{type.FullName} ({layer}) uses {used.FullName} ({lower})"];
        Findings.None(wrong);
    }

    [Fact]
    public void The_library_needs_nothing_but_the_base_library()
    {
        string runtime = RuntimeEnvironment.GetRuntimeDirectory();
        Findings.None(Library.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !File.Exists(Path.Combine(runtime, $"{name}.dll"))));
    }

    [Fact]
    public void References_are_found_in_fields_signatures_code_and_nested_types()
    {
        IReadOnlySet<Type> found = TypeReferences.Of(typeof(Sample));
        Assert.Superset(
            new HashSet<Type>
            {
                typeof(SourceFiles), typeof(ByField), typeof(ByParameter), typeof(ByCreation),
                typeof(ByGeneric), typeof(ByNested),
            },
            found.ToHashSet());
        Assert.DoesNotContain(typeof(Unused), found);
    }
}

sealed class Sample
{
    readonly List<ByField[]> _field = [];

    public object Use(ByParameter parameter) => _field.Count > 0
        ? new ByCreation()
        : (object)Enumerable.Empty<ByGeneric>().Select(_ => SourceFiles.All("src"));

    sealed class Inner
    {
        public ByNested? Nested { get; set; }
    }
}

sealed class ByField;
sealed class ByParameter;
sealed class ByCreation;
sealed class ByGeneric;
sealed class ByNested;
sealed class Unused;
