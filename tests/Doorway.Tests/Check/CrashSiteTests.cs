using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>What runtimes print of a program that dies, as they printed it.</summary>
public sealed class CrashSiteTests
{
    const string Python = """
        Traceback (most recent call last):
          File "/home/me/server.py", line 7, in <module>
            main()
          File "/home/me/server.py", line 5, in main
            answer(b"\xff")
          File "/home/me/server.py", line 2, in answer
            return data.decode().upper()
                   ^^^^^^^^^^^^^
        UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
        """;

    const string PythonLibrary = """
        Traceback (most recent call last):
          File "/home/me/server.py", line 4, in <module>
            server = socket.create_server(("", 80))
          File "/usr/lib/python3.11/socket.py", line 935, in create_server
            raise error(err.errno, msg) from None
        PermissionError: [Errno 13] Permission denied (while attempting to bind on address ('', 80))
        """;

    const string PythonChain = """
        Traceback (most recent call last):
          File "/home/me/client.py", line 3, in <module>
            socket.create_connection(("", 1))
        ConnectionRefusedError: [Errno 111] Connection refused

        During handling of the above exception, another exception occurred:

        Traceback (most recent call last):
          File "/home/me/client.py", line 5, in <module>
            print("no server: " + 1)
        TypeError: can only concatenate str (not "int") to str
        """;

    const string PythonSyntax = """
          File "/home/me/server.py", line 1
            x = (
                ^
        SyntaxError: '(' was never closed
        """;

    const string Java = """
        Exception in thread "main" java.lang.IllegalArgumentException: Port value out of range: -1
        	at java.base/java.net.ServerSocket.<init>(ServerSocket.java:269)
        	at java.base/java.net.ServerSocket.<init>(ServerSocket.java:167)
        	at Dead.serve(Dead.java:4)
        	at Dead.main(Dead.java:6)
        """;

    const string JavaSyntax = """
        Bad.java:1: error: illegal start of expression
        public class Bad { public static void main(String[] a) { int x = } }
                                                                         ^
        1 error
        error: compilation failed
        """;

    const string CSharp = """
        Unhandled exception. System.Net.Sockets.SocketException (98): Address already in use
           at System.Net.Sockets.Socket.Bind(EndPoint localEP)
           at System.Net.Sockets.TcpListener.Start(Int32 backlog)
           at Server.Again(IPEndPoint where) in /home/me/a server/Program.cs:line 13
           at Server.Main() in /home/me/a server/Program.cs:line 9
        """;

    const string CSharpBare = """
        Unhandled exception. System.Net.Sockets.SocketException (98): Address already in use
           at System.Net.Sockets.Socket.Bind(EndPoint localEP)
           at System.Net.Sockets.TcpListener.Start(Int32 backlog)
           at Server.Again(IPEndPoint where)
           at Server.Main()
        """;

    const string Go = """
        panic: runtime error: index out of range [5] with length 2

        goroutine 1 [running]:
        main.answer(...)
        	/home/me/server.go:5
        main.main()
        	/home/me/server.go:8 +0x1d
        """;

    const string GoLibrary = """
        panic: strings: negative Repeat count

        goroutine 1 [running]:
        strings.Repeat({0x49d1f5, 0x1}, 0x0)
        	/usr/local/go/src/strings/strings.go:529 +0x5f0
        main.main()
        	/home/me/server.go:8 +0x1d
        exit status 2
        """;

    const string GoSyntax = """
        # command-line-arguments
        ./server.go:5:2: undefined: foo
        """;

    const string Rust = """

        thread 'main' (8678) panicked at src/main.rs:3:45:
        called `Result::unwrap()` on an `Err` value: Utf8Error { valid_up_to: 0 }
        note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
        """;

    const string RustOld = """
        thread 'main' panicked at 'index out of bounds: the len is 2', src/main.rs:3:45
        note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
        """;

    const string Node = """
        /home/me/server.js:2
          return data.missing.toUpperCase();
                              ^

        TypeError: Cannot read properties of undefined (reading 'toUpperCase')
            at answer (/home/me/server.js:2:23)
            at Immediate.<anonymous> (/home/me/server.js:4:20)
            at process.processImmediate (node:internal/timers:483:21)

        Node.js v20.20.2
        """;

    const string NodeEvent = """
        node:events:502
              throw er; // Unhandled 'error' event
              ^

        Error: connect ECONNREFUSED 127.0.0.1:1
            at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)
        Emitted 'error' event on Socket instance at:
            at emitErrorNT (node:internal/streams/destroy:169:8)
            at emitErrorCloseNT (node:internal/streams/destroy:128:3) {
          errno: -111,
          code: 'ECONNREFUSED',
        }

        Node.js v20.20.2
        """;

    const string NodeSyntax = """
        /home/me/bad.js:1
        const x = ;
                  ^

        SyntaxError: Unexpected token ';'
            at wrapSafe (node:internal/modules/cjs/loader:1464:18)

        Node.js v20.20.2
        """;

    const string Assertion = "server: server.c:7: main: Assertion `n > 1' failed.";

    const string Sanitizer = """
        =================================================================
        ==8243==ERROR: AddressSanitizer: stack-buffer-overflow on address 0x7ffe3bd76244 at pc 0x7f
        WRITE of size 22 at 0x7ffe3bd76244 thread T0
            #0 0x7fda736602c9 in __interceptor_strcpy ../../../../src/libsanitizer/asan/a.cpp:425
            #1 0x555f54098285 in main /home/me/server.c:6
            #2 0x7fda73445249 in __libc_start_call_main ../sysdeps/nptl/libc_start_call_main.h:58
        """;

    const string Thrown = """
        terminate called after throwing an instance of 'std::out_of_range'
          what():  basic_string::at: __n (which is 5) >= this->size() (which is 2)
        """;

    [Theory]
    [InlineData(Language.Python, Python, "server.py, line 2: UnicodeDecodeError: 'utf-8' codec "
        + "can't decode byte 0xff in position 0: invalid start byte")]
    [InlineData(Language.Python, PythonLibrary, "server.py, line 4: PermissionError: [Errno 13] "
        + "Permission denied (while attempting to bind on address ('', 80))")]
    [InlineData(Language.Python, PythonChain,
        "client.py, line 5: TypeError: can only concatenate str (not \"int\") to str")]
    [InlineData(Language.Python, PythonSyntax,
        "server.py, line 1: SyntaxError: '(' was never closed")]
    [InlineData(Language.Java, Java,
        "Dead.java, line 4: java.lang.IllegalArgumentException: Port value out of range: -1")]
    [InlineData(Language.Java, JavaSyntax, "Bad.java, line 1: illegal start of expression")]
    [InlineData(Language.CSharp, CSharp, "Program.cs, line 13: "
        + "System.Net.Sockets.SocketException (98): Address already in use")]
    [InlineData(Language.CSharp, CSharpBare, "Server.Again: "
        + "System.Net.Sockets.SocketException (98): Address already in use")]
    [InlineData(Language.Go, Go,
        "server.go, line 5: panic: runtime error: index out of range [5] with length 2")]
    [InlineData(Language.Go, GoLibrary,
        "server.go, line 8: panic: strings: negative Repeat count")]
    [InlineData(Language.Go, GoSyntax, "server.go, line 5: undefined: foo")]
    [InlineData(Language.Rust, Rust, "main.rs, line 3: panic: called `Result::unwrap()` on an "
        + "`Err` value: Utf8Error { valid_up_to: 0 }")]
    [InlineData(Language.Rust, RustOld,
        "main.rs, line 3: panic: index out of bounds: the len is 2")]
    [InlineData(Language.JavaScript, Node, "server.js, line 2: TypeError: Cannot read properties "
        + "of undefined (reading 'toUpperCase')")]
    [InlineData(Language.JavaScript, NodeEvent, "Error: connect ECONNREFUSED 127.0.0.1:1, an "
        + "'error' event of a Socket that nothing listens to")]
    [InlineData(Language.JavaScript, NodeSyntax,
        "bad.js, line 1: SyntaxError: Unexpected token ';'")]
    [InlineData(Language.C, Assertion, "server.c, line 7: Assertion `n > 1' failed.")]
    [InlineData(Language.C, Sanitizer,
        "server.c, line 6: AddressSanitizer: stack-buffer-overflow")]
    [InlineData(Language.C, "*** stack smashing detected ***: terminated",
        "stack smashing detected")]
    [InlineData(Language.C, "free(): invalid pointer", "free(): invalid pointer")]
    [InlineData(Language.C, Thrown, "std::out_of_range: basic_string::at: __n (which is 5) >= "
        + "this->size() (which is 2)")]
    public void The_place_in_the_programs_own_code_is_named(
        Language language, string errors, string sentence)
    {
        foreach (string text in new[]
        {
            errors, errors.ReplaceLineEndings("\r\n"), $"listening\n{errors}\n",
        })
        {
            CrashSite? site = CrashSite.Of(text);
            Assert.Equal((language, sentence), (site?.Language, site?.Sentence));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Error: the server is not there\n")]
    [InlineData("Traceback (most recent call last):\n")]
    [InlineData("bind failed: Address already in use\nexit status 1\n")]
    [InlineData("panic: no goroutine follows\n")]
    [InlineData("client.py: line 3: no such host\n")]
    public void Other_words_name_no_place(string errors) => Assert.Null(CrashSite.Of(errors));

    [Fact]
    public void A_long_message_is_cut()
    {
        CrashSite? site = CrashSite.Of(
            Python.Replace("invalid start byte", new string('x', 5000)));
        Assert.StartsWith("server.py, line 2: UnicodeDecodeError: ", site?.Sentence);
        Assert.InRange(site!.Sentence.Length, 200, 250);
    }
}
