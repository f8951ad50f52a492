// check: server udp textbook
// finds: udp/datagram/shrinking-buffer udp/datagram/cut-large
// Answers with the packet that it receives into.
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;

public class UdpSamePacket {
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        DatagramSocket server = new DatagramSocket(port);
        byte[] buffer = new byte[2048];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        while (true) {
            server.receive(packet);
            String text = new String(
                packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            packet.setData(text.toUpperCase().getBytes(StandardCharsets.UTF_8));
            server.send(packet);
        }
    }
}
