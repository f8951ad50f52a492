// check: server udp textbook
// finds: udp/answer/another-port udp/datagram/cut-large
// Answers through a socket of its own.
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;

public class UdpNewSocket {
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        DatagramSocket server = new DatagramSocket(port);
        byte[] buffer = new byte[2048];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            server.receive(packet);
            String text = new String(
                packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            byte[] answer = text.toUpperCase().getBytes(StandardCharsets.UTF_8);
            try (DatagramSocket answers = new DatagramSocket()) {
                answers.send(
                    new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        }
    }
}
