// check: server tcp line
// finds:

// Concurrent line server: a goroutine for each client, an answer for each line.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"os"
)

func talk(client net.Conn) {
	defer client.Close()
	in := bufio.NewReader(client)
	for {
		line, err := in.ReadBytes('\n')
		if _, failed := client.Write(bytes.ToUpper(line)); failed != nil || err != nil {
			return
		}
	}
}

func main() {
	port := "12000"
	if len(os.Args) > 1 {
		port = os.Args[1]
	}
	server, err := net.Listen("tcp", ":"+port)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for {
		client, err := server.Accept()
		if err == nil {
			go talk(client)
		}
	}
}
