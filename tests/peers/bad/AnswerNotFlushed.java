// check: server tcp line
// finds: tcp/answer/none
// The answer stays in the writer's buffer.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

class AnswerNotFlushed {
    static void serve(Socket client) {
        try (client) {
            var in = new BufferedReader(new InputStreamReader(
                client.getInputStream(), StandardCharsets.UTF_8));
            var out = new PrintWriter(new OutputStreamWriter(
                client.getOutputStream(), StandardCharsets.UTF_8));
            for (String line; (line = in.readLine()) != null; ) {
                out.print(line.toUpperCase() + "\n");
            }
        } catch (IOException gone) {
            System.err.println(gone.getMessage());
        }
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 12000;
        ServerSocket server = new ServerSocket(port, 128);
        while (true) {
            Socket client = server.accept();
            new Thread(() -> serve(client)).start();
        }
    }
}
