namespace Doorway.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void The_library_loads() => Assert.Equal("Doorway", typeof(IService).Assembly.GetName().Name);
}
