// check: client tcp line
// finds:

// Sends each line, and shows the line that comes for it.
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"time"
)

func fail(err error) {
	fmt.Fprintln(os.Stderr, "no answer:", err)
	os.Exit(1)
}

func main() {
	port := "12000"
	if len(os.Args) > 1 {
		port = os.Args[1]
	}
	server, err := net.Dial("tcp", "localhost:"+port)
	if err != nil {
		fail(err)
	}
	defer server.Close()
	in := bufio.NewReader(server)
	keyboard := bufio.NewScanner(os.Stdin)
	keyboard.Buffer(nil, 1<<20)
	for keyboard.Scan() {
		if _, err := fmt.Fprintln(server, keyboard.Text()); err != nil {
			fail(err)
		}
		server.SetReadDeadline(time.Now().Add(2 * time.Second))
		answer, err := in.ReadString('\n')
		if err != nil {
			fail(err)
		}
		fmt.Print(answer)
	}
}
