// Go's net package. TCP: a goroutine for each connection (Go sets TCP_NODELAY itself and waits with
// epoll underneath). UDP: one loop with ReadFromUDPAddrPort, which allocates nothing for each
// datagram. GOMAXPROCS is the number of cores the process may run on, Go's own default.
package main

import (
	"encoding/binary"
	"log"
	"net"
	"os"
)

const bufferSize = 64 * 1024

const (
	high = 0x8080808080808080
	ones = 0x0101010101010101
)

// Eight bytes at a time: the compiler makes one load and one store of each Uint64, and a branch for
// every byte would cost more than the system calls.
func toUpper(bytes []byte) {
	for ; len(bytes) >= 8; bytes = bytes[8:] {
		word := binary.LittleEndian.Uint64(bytes)
		low := word &^ high
		lower := (low + ones*(0x80-'a')) &^ (low + ones*(0x80-'z'-1)) &^ word & high
		binary.LittleEndian.PutUint64(bytes, word-lower>>2)
	}
	for i, b := range bytes {
		if b-'a' < 26 {
			bytes[i] = b - 32
		}
	}
}

func converse(connection net.Conn) {
	defer connection.Close()
	buffer := make([]byte, bufferSize)
	for {
		count, err := connection.Read(buffer)
		if count > 0 {
			toUpper(buffer[:count])
			if _, failure := connection.Write(buffer[:count]); failure != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func serveTCP(address string) error {
	listener, err := net.Listen("tcp4", address)
	if err != nil {
		return err
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go converse(connection)
	}
}

func serveUDP(address string) error {
	here, err := net.ResolveUDPAddr("udp4", address)
	if err != nil {
		return err
	}
	socket, err := net.ListenUDP("udp4", here)
	if err != nil {
		return err
	}
	if err := socket.SetReadBuffer(4 << 20); err != nil {
		return err
	}
	buffer := make([]byte, bufferSize)
	for {
		count, peer, err := socket.ReadFromUDPAddrPort(buffer)
		if err != nil {
			return err
		}
		toUpper(buffer[:count])
		socket.WriteToUDPAddrPort(buffer[:count], peer)
	}
}

func main() {
	serve := serveTCP
	if os.Args[1] == "udp" {
		serve = serveUDP
	}
	log.Fatal(serve("127.0.0.1:" + os.Args[2]))
}
