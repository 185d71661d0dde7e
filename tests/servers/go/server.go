// Serves each pair of certificate and key file on a port of its own. See all_at_once in sent_servers.py.
package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"os"
	"strings"
)

func main() {
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() && input.Text() != "." {
		fields := strings.Fields(input.Text())
		pair, err := tls.LoadX509KeyPair(fields[1], fields[2])
		if err != nil {
			fmt.Println(fields[0], "refused", strings.ReplaceAll(err.Error(), "\n", " "))
			continue
		}
		listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}})
		if err != nil {
			panic(err)
		}
		go func() {
			for {
				connection, err := listener.Accept()
				if err != nil {
					return
				}
				go func() {
					defer connection.Close()
					connection.Read(make([]byte, 1))
				}()
			}
		}()
		parts := strings.Split(listener.Addr().String(), ":")
		fmt.Println(fields[0], parts[1])
	}
	fmt.Println(".")
	select {}
}
