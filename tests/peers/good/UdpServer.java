// check: server udp textbook
// finds:
// UDP server: one socket for all, each datagram answered where it came from.
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

public class UdpServer {
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        byte[] buffer = new byte[65535];
        try (DatagramSocket server = new DatagramSocket(port)) {
            while (true) {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                server.receive(question);
                byte[] answer = new String(
                    question.getData(), 0, question.getLength(), StandardCharsets.UTF_8)
                    .toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
                try {
                    server.send(new DatagramPacket(
                        answer, answer.length, question.getSocketAddress()));
                } catch (IOException error) {
                    System.err.println("not sent: " + error.getMessage());
                }
            }
        }
    }
}
