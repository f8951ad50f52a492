using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>
/// The least that each real server needs to run alone in a folder: writes it there and returns the
/// program's arguments.
/// </summary>
static class ServerConfigurations
{
    public static Task<string[]> Nginx(string folder, int port)
    {
        Directory.CreateDirectory(Path.Combine(folder, "www"));
        File.WriteAllText(Path.Combine(folder, "www", "index.html"), "This is a page.\n");
        string file = Write(folder, "nginx.conf", $$"""
            daemon off;
            master_process off;
            pid {{folder}}/pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                server { listen 127.0.0.1:{{port}}; root {{folder}}/www; }
            }
            """);
        return Arguments("-p", folder, "-c", file, "-e", "stderr");
    }

    public static async Task<string[]> Exim(string folder, int port)
    {
        // The letters go to a folder of exim's own user, and the rules must not be theirs.
        string spool = Directory.CreateDirectory(Path.Combine(folder, "spool")).FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "Debian-exim", spool);
        string file = Write(folder, "exim.conf", $"""
            primary_hostname = lab.example
            spool_directory = {spool}
            log_file_path = {spool}/log-%s
            local_interfaces = <; 127.0.0.1.{port}
            daemon_smtp_ports = {port}
            keep_environment =
            tls_advertise_hosts =
            queue_only = true
            acl_smtp_rcpt = acl_check
            begin acl
            acl_check:
              accept
            begin routers
            drop:
              driver = redirect
              data = :blackhole:
            """);
        return ["-C", file, "-bdf", "-oX", $"127.0.0.1.{port}", "-oP", $"{spool}/pid"];
    }

    public static Task<string[]> Vsftpd(string folder, int port)
    {
        Directory.CreateDirectory(Path.Combine(folder, "public"));
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        return Arguments(Write(folder, "vsftpd.conf", $"""
            listen=YES
            listen_address=127.0.0.1
            listen_port={port}
            background=NO
            anonymous_enable=YES
            local_enable=NO
            anon_root={folder}/public
            secure_chroot_dir={folder}/empty
            xferlog_enable=NO
            seccomp_sandbox=NO
            ftpd_banner=Welcome to the lab
            """));
    }

    public static Task<string[]> DovecotPop3(string folder, int port) =>
        Dovecot(folder, "pop3", port);

    public static Task<string[]> DovecotImap(string folder, int port) =>
        Dovecot(folder, "imap", port);

    static async Task<string[]> Dovecot(string folder, string protocol, int port)
    {
        string mail = Directory.CreateDirectory(Path.Combine(folder, "mail")).FullName;
        File.WriteAllText(Path.Combine(mail, "inbox"), """
            From a@lab.example Sat Nov 21 10:00:00 2026
            Subject: hello

            The first letter.


            """);
        await RunAsync("chown", "-R", "nobody:nogroup", mail);
        return ["-F", "-c", Write(folder, "dovecot.conf", $$"""
            protocols = {{protocol}}
            base_dir = {{folder}}/run
            state_dir = {{folder}}/state
            log_path = /dev/stderr
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            mail_location = mbox:{{mail}}:INBOX={{mail}}/inbox
            first_valid_uid = 1
            passdb {
              driver = static
              args = password=secret
            }
            userdb {
              driver = static
              args = uid=nobody gid=nogroup home={{mail}}
            }
            service {{protocol}}-login {
              inet_listener {{protocol}} {
                port = {{port}}
              }
              inet_listener {{protocol}}s {
                port = 0
              }
            }
            """)];
    }

    public static async Task<string[]> Sn(string folder)
    {
        await RunAsync("env", $"SNROOT={folder}", Programs.Find("snnewgroup"), "lab.talk");
        return [];
    }

    public static Task<string[]> Gophernicus(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "hole"));
        File.WriteAllText(Path.Combine(folder, "hole", "hello.txt"), "This is a text.\n");
        return Arguments("-h", "localhost", "-r", $"{folder}/hole", "-nv", "-np");
    }

    static Task<string[]> Arguments(params string[] arguments) => Task.FromResult(arguments);

    static string Write(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text + "\n");
        return path;
    }

    static async Task RunAsync(string program, params string[] arguments)
    {
        await using var child = ChildProcess.Start(program, arguments);
        await child.FilterAsync("");
    }
}
