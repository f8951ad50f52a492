// check: server tcp line
// finds:
// Concurrent line server: a thread for each client, an answer for each line.
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

public class LineServer {
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        try (ServerSocket server = new ServerSocket(port, 128)) {
            while (true) {
                Socket client = server.accept();
                new Thread(() -> talk(client)).start();
            }
        }
    }

    static void talk(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int one = in.read(); one >= 0; one = in.read()) {
                line.write(one);
                if (one == '\n') {
                    out.write(upper(line));
                    line.reset();
                }
            }
            out.write(upper(line));
        } catch (IOException error) {
            System.err.println("a client is gone: " + error.getMessage());
        }
    }

    static byte[] upper(ByteArrayOutputStream line) {
        return line.toString(StandardCharsets.UTF_8).toUpperCase(Locale.ROOT)
            .getBytes(StandardCharsets.UTF_8);
    }
}
