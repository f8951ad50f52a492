namespace Doorway.Tests.Check;

/// <summary>Programs that do not want to be checked; they get a word that marks their processes.
/// </summary>
static class Hostile
{
    public const string ForkBomb = """
        import os
        while True:
            try:
                os.fork()
            except OSError:
                pass
        """;

    public const string Flood = """
        import os, sys
        for i in range(16 * 1024):
            os.write(1, b'x' * 65536)
        import time
        time.sleep(100)
        """;

    public const string ErrorFlood = """
        import os
        while True:
            os.write(2, b'an error\n' * 1000)
        """;

    public const string IgnoresSignals = """
        import signal, time
        for number in range(1, 32):
            if number not in (9, 19):
                signal.signal(number, signal.SIG_IGN)
        print('ready', flush=True)
        time.sleep(100)
        """;

    public const string Glutton = """
        import time
        eaten = []
        try:
            while True:
                eaten.append(bytearray(1 << 24))
        except MemoryError:
            print('ready', flush=True)
            time.sleep(100)
        """;

    public const string DescriptorHoarder = """
        import os, time
        held = []
        try:
            while True:
                held.append(os.open('/dev/null', os.O_RDONLY))
        except OSError:
            print('ready', len(held) < 5000, flush=True)
            time.sleep(100)
        """;

    public const string Filler = """
        import os, signal, sys, time
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        for folder in (os.environ['HOME'], os.environ['TMPDIR']):
            try:
                with open(folder + '/' + sys.argv[1], 'wb') as file:
                    for i in range(300):
                        file.write(b'x' * (1 << 20))
                print('all of it was written', flush=True)
            except OSError as refused:
                print('ready', flush=True)
        time.sleep(100)
        """;

    // Cuts itself off by all that a daemon does: from its parent, session, streams, environment.
    public const string Daemon = """
        import os, sys, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.closerange(0, 100)
                os.execve('/bin/sleep', ['sleep', '100.' + sys.argv[1]], {})
            os._exit(0)
        os.wait()
        print('ready', flush=True)
        time.sleep(100)
        """;

    public const string Silent = """
        import os, time
        os.close(0); os.close(1); os.close(2)
        time.sleep(100)
        """;
}
