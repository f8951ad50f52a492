// check: server udp textbook
// finds:

// UDP server: one socket for all, each datagram answered where it came from.
package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
)

func main() {
	port := "12000"
	if len(os.Args) > 1 {
		port = os.Args[1]
	}
	server, err := net.ListenPacket("udp", ":"+port)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	buffer := make([]byte, 65535)
	for {
		length, client, err := server.ReadFrom(buffer)
		if err != nil {
			continue
		}
		if _, err := server.WriteTo(bytes.ToUpper(buffer[:length]), client); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}
