using System.Diagnostics;
using Doorway.Tests.Command;

namespace Doorway.Tests;

/// <summary>
/// Runs a test once more in a process of its own, whose recvmmsg and sendmmsg fail: seccomp(2). In
/// this process a filter would be inherited by threads of the pool.
/// </summary>
static class CallFilter
{
    const string Variable = "DOORWAY_TEST_FILTERED";

    // struct sock_filter: load the call's number (the first word of struct seccomp_data), compare
    // it with both, return SECCOMP_RET_ERRNO or SECCOMP_RET_ALLOW.
    const string Script = """
        import ctypes, os, platform, struct, sys
        errno = int(sys.argv[1])
        receive, send = {'x86_64': (299, 307), 'aarch64': (243, 269)}[platform.machine()]
        code = b''.join(struct.pack('HBBI', *one) for one in [
            (0x20, 0, 0, 0), (0x15, 1, 0, receive), (0x15, 0, 1, send),
            (0x06, 0, 0, 0x00050000 | errno), (0x06, 0, 0, 0x7FFF0000)])
        memory = ctypes.create_string_buffer(code, len(code))
        program = ctypes.create_string_buffer(
            struct.pack('HxxxxxxQ', len(code) // 8, ctypes.addressof(memory)))
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        if prctl(38, 1, 0, 0, 0) != 0 or prctl(22, 2, program, 0, 0) != 0:
            sys.exit(os.strerror(ctypes.get_errno()))
        os.execvp(sys.argv[2], sys.argv[2:])
        """;

    /// <summary>Whether this is the other process.</summary>
    public static bool IsOn => Environment.GetEnvironmentVariable(Variable) is not null;

    public static async Task RunAsync(Type type, string method, int errno)
    {
        var start = new ProcessStartInfo(
            Programs.Python,
            [
                "-c", Script, $"{errno}", "dotnet", "exec", type.Assembly.Location, "-noColor",
                "-method", $"{type.FullName}.{method}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = "1";
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string said = await process.StandardOutput.ReadToEndAsync().InTime(60);
            await process.WaitForExitAsync().InTime();
            Assert.True(process.ExitCode == 0, said + await errors);
            Assert.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", said);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
