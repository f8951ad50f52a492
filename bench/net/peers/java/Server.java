// Java NIO. TCP: one Selector loop, non-blocking channels, one direct buffer of 64 KiB for all
// connections; what was read is upper-cased in place and written at once, and only what the peer
// leaves unread is kept (as the key's attachment) until it reads. UDP: a blocking DatagramChannel
// and a direct buffer. Bytes are handled eight at a time, since a get and a put for each byte of a
// direct buffer cost more than the system calls.
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

final class Server {
    private static final int BUFFER = 64 * 1024;
    private static final long HIGH = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;

    private final ByteBuffer buffer =
        ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());

    public static void main(String[] words) throws IOException {
        InetSocketAddress here = new InetSocketAddress("127.0.0.1", Integer.parseInt(words[1]));
        if (words[0].equals("tcp")) {
            new Server().serveTcp(here);
        } else {
            new Server().serveUdp(here);
        }
    }

    private static void toUpper(ByteBuffer bytes) {
        int at = bytes.position();
        for (; at + 8 <= bytes.limit(); at += 8) {
            long word = bytes.getLong(at);
            long ascii = ~word & HIGH;
            long low = word & ~HIGH;
            // The high bit of each byte: at least 'a', and not above 'z'.
            long lower = (low + ONES * (0x80 - 'a')) & ~(low + ONES * (0x80 - 'z' - 1)) & ascii;
            bytes.putLong(at, word - (lower >>> 2));
        }
        for (; at < bytes.limit(); at++) {
            byte one = bytes.get(at);
            if (one >= 'a' && one <= 'z') {
                bytes.put(at, (byte) (one - 32));
            }
        }
    }

    private void serveUdp(InetSocketAddress here) throws IOException {
        DatagramChannel channel = DatagramChannel.open()
            .setOption(StandardSocketOptions.SO_RCVBUF, 4 * 1024 * 1024).bind(here);
        for (;;) {
            buffer.clear();
            SocketAddress peer = channel.receive(buffer);
            buffer.flip();
            toUpper(buffer);
            channel.send(buffer, peer);
        }
    }

    private void serveTcp(InetSocketAddress here) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open().bind(here, 4096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        for (;;) {
            // With an action select() builds no set of keys: one allocation less for each event.
            selector.select(key -> handle(selector, listener, key));
        }
    }

    private void handle(Selector selector, ServerSocketChannel listener, SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel accepted = listener.accept();
                if (accepted != null) {
                    accepted.configureBlocking(false);
                    accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    accepted.register(selector, SelectionKey.OP_READ);
                }
            } else if (key.isWritable()) {
                flush(key);
            } else {
                answer(key);
            }
        } catch (IOException broken) {
            close(key);
        }
    }

    private void answer(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        buffer.clear();
        if (channel.read(buffer) < 0) {
            close(key);
            return;
        }
        buffer.flip();
        toUpper(buffer);
        channel.write(buffer);
        if (buffer.hasRemaining()) {
            key.attach(ByteBuffer.allocateDirect(buffer.remaining()).put(buffer).flip());
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private static void flush(SelectionKey key) throws IOException {
        ByteBuffer unsent = (ByteBuffer) key.attachment();
        ((SocketChannel) key.channel()).write(unsent);
        if (!unsent.hasRemaining()) {
            key.attach(null);
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException alreadyBroken) {
            // Nothing is left to do.
        }
    }
}
