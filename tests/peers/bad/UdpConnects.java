// check: server udp textbook
// finds: udp/clients/first-only udp/datagram/cut-large
// Connects its socket to the first client.
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;

public class UdpConnects {
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        DatagramSocket server = new DatagramSocket(port);
        byte[] buffer = new byte[2048];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            server.receive(packet);
            if (!server.isConnected()) {
                server.connect(packet.getSocketAddress());
            }
            String text = new String(
                packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            byte[] answer = text.toUpperCase().getBytes(StandardCharsets.UTF_8);
            server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
    }
}
