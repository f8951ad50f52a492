// What single pieces cost, by BenchmarkDotNet, in this process: no project is generated and built
// for it, and so it needs no network. Arguments are BenchmarkDotNet's.
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

bool isQuick = args.Contains("--quick");
Job job = (isQuick ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
IConfig config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddLogger(ConsoleLogger.Default)
    .WithArtifactsPath(Path.Combine("out", "bench", "micro"));
BenchmarkSwitcher.FromAssembly(typeof(Doorway.Micro.AddressParsing).Assembly)
    .Run([.. args.Where(word => word != "--quick")], config);
