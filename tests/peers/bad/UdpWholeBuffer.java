// check: server udp textbook
// finds: udp/datagram/stale-bytes udp/datagram/lost-blanks udp/datagram/cut-large
// Takes the whole buffer and trims it.
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;

public class UdpWholeBuffer {
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        DatagramSocket server = new DatagramSocket(port);
        byte[] buffer = new byte[2048];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            server.receive(packet);
            String text = new String(packet.getData(), StandardCharsets.UTF_8).trim();
            byte[] answer = text.toUpperCase().getBytes(StandardCharsets.UTF_8);
            server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
    }
}
