// Verifies the first certificate of each bundle with crypto/x509. Every line of the input is "name anchors bundle host", the host "-" where
// there is none; every line of the output "name ok" or "name reason".
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"strings"
)

func read(file string) ([]*x509.Certificate, error) {
	rest, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var certificates []*x509.Certificate
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return certificates, nil
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil && len(certificates) == 0 {
			return nil, err
		}
		if err == nil {
			certificates = append(certificates, certificate)
		}
	}
}

func verify(anchors, bundle, host string) error {
	trusted, err := read(anchors)
	if err != nil {
		return err
	}
	sent, err := read(bundle)
	if err != nil {
		return err
	}
	options := x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool()}
	for _, certificate := range trusted {
		options.Roots.AddCert(certificate)
	}
	for _, certificate := range sent[1:] {
		options.Intermediates.AddCert(certificate)
	}
	if host != "-" {
		options.DNSName = host
	}
	_, err = sent[0].Verify(options)
	return err
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if err := verify(fields[1], fields[2], fields[3]); err != nil {
			fmt.Println(fields[0], strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println(fields[0], "ok")
		}
	}
}
