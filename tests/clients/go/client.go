// Asks a TLS server for its certificates as a Go program does. Every line of the input is "name port anchors host"; every line of the output
// "name ok" or "name FAIL reason".
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

func shake(port, anchors, host string) error {
	pem, err := os.ReadFile(anchors)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	conn, err := tls.DialWithDialer(dialer, "tcp", "127.0.0.1:"+port, &tls.Config{RootCAs: roots, ServerName: host})
	if err != nil {
		return err
	}
	return conn.Close()
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if err := shake(fields[1], fields[2], fields[3]); err != nil {
			fmt.Println(fields[0], "FAIL", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println(fields[0], "ok")
		}
	}
}
