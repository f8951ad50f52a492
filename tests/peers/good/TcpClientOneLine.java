// check: client tcp auto
// finds:
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One line there, one line back, the end, as Java's textbooks have it; it waits five seconds. */
final class TcpClientOneLine {
    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 12000;
        var keyboard = new BufferedReader(
            new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), 5000);
            socket.setSoTimeout(5000);
            var out = new DataOutputStream(socket.getOutputStream());
            var in = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String sentence = keyboard.readLine();
            if (sentence == null) {
                return;
            }
            out.write((sentence + '\n').getBytes(StandardCharsets.UTF_8));
            String answer = in.readLine();
            if (answer == null) {
                System.err.println("the server closed without an answer");
                System.exit(1);
            }
            System.out.println("FROM SERVER: " + answer);
        } catch (IOException e) {
            System.err.println("no answer: " + e.getMessage());
            System.exit(1);
        }
    }
}
