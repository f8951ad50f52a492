// check: client udp loop
// finds:

// UDP client: each line is a datagram, over a socket of its own.
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"time"
)

func ask(port string, line string) (string, error) {
	server, err := net.Dial("udp", "localhost:"+port)
	if err != nil {
		return "", err
	}
	defer server.Close()
	if _, err := server.Write([]byte(line)); err != nil {
		return "", err
	}
	server.SetReadDeadline(time.Now().Add(time.Second))
	buffer := make([]byte, 65535)
	length, err := server.Read(buffer)
	return string(buffer[:length]), err
}

func main() {
	port := "12000"
	if len(os.Args) > 1 {
		port = os.Args[1]
	}
	keyboard := bufio.NewScanner(os.Stdin)
	keyboard.Buffer(nil, 65536)
	for keyboard.Scan() {
		answer, err := ask(port, keyboard.Text())
		if err != nil {
			fmt.Fprintln(os.Stderr, "no answer:", err)
			continue
		}
		fmt.Println(answer)
	}
}
