// check: server tcp echo
// finds: tcp/flow/partial-send

import java.io.IOException;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;

/** Echo server with a selector that writes once: what there was no room for is lost. */
public class ChannelWriteOnce {
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(port), 128);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        while (true) {
            selector.select(key -> {
                try {
                    if (key.isAcceptable()) {
                        SocketChannel connection = server.accept();
                        connection.configureBlocking(false);
                        connection.register(selector, SelectionKey.OP_READ);
                    } else {
                        echo((SocketChannel) key.channel(), buffer);
                    }
                } catch (IOException gone) {
                    key.cancel();
                }
            });
        }
    }

    static void echo(SocketChannel connection, ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (connection.read(buffer) < 0) {
            connection.close();
            return;
        }
        buffer.flip();
        connection.write(buffer);
    }
}
