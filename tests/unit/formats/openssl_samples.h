// Objects made with OpenSSL 3.0, as the base64 of their DER. The key (P-256) is for tests only:
//   openssl ecparam -name prime256v1 -genkey -noout -out k.pem
#pragma once

#include <string>
#include <string_view>

namespace chainlint::formats::openssl_samples {

// openssl x509 -noout -fingerprint -sha256
inline constexpr std::string_view kRootSha256 = "4fe9d46d3fdb1ccbef7be2edf86acfc91705f329902ad9621318fa6d7e912a8d";
inline constexpr std::string_view kLeafSha256 = "c21749fcfc45e82c1aa84a62e3e52e6869c0d3081f7d06814fb2e55e0616d511";

// openssl req -x509 -new -key k.pem -subj /CN=Root -days 36500 -addext basicConstraints=critical,CA:TRUE
inline constexpr std::string_view kRoot =
    "MIIBdTCCARugAwIBAgIUMajJ2Rb3+VoGD3vULGR+V0ManYEwCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEUm9vdDAgFw0yNjExMjIxMzI4MzNaGA8yMTI2MTAy"
    "OTEzMjgzM1owDzENMAsGA1UEAwwEUm9vdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMVR65zGLN11yLm5XrI9wNAoegaOShwnNwa3Hl287fv3adZozg2+"
    "mHRJSYwLwZHPmx//D79FUGQzGRglvbBlr5SjUzBRMB0GA1UdDgQWBBQRcD6U6gL2ym+xcA1cMHLK70m5BTAfBgNVHSMEGDAWgBQRcD6U6gL2ym+xcA1cMHLK"
    "70m5BTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIBMeHIWz4XIzfE8TYqB50deG5LL1uuFNDCJvsodpdYK/AiEAwUTB3A8lUIWlUUs6Y7Q2"
    "i8XBLfWXIczFUtBx5EurV98=";

// openssl x509 -req -in leaf.csr -CA root.pem -CAkey k.pem -set_serial 2 -days 36500
inline constexpr std::string_view kLeaf =
    "MIIBEzCBugIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARSb290MCAXDTI2MTEyMjEzMjgzNFoYDzIxMjYxMDI5MTMyODM0WjAbMRkwFwYDVQQDDBBsZWFm"
    "LmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExVHrnMYs3XXIublesj3A0Ch6Bo5KHCc3BrceXbzt+/dp1mjODb6YdElJjAvBkc+bH/8P"
    "v0VQZDMZGCW9sGWvlDAKBggqhkjOPQQDAgNIADBFAiBGTbMgW5Q4qxUDcWCl2UgwHgVzdmGUYf/Js56x4MeasQIhAKbip28EUXaSaGwPmUH3FkQybms+aY1p"
    "3Yw9qoeBWlUM";

// openssl req -new -key k.pem -subj /CN=leaf.example.com
inline constexpr std::string_view kRequest =
    "MIHVMH0CAQAwGzEZMBcGA1UEAwwQbGVhZi5leGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMVR65zGLN11yLm5XrI9wNAoegaOShwnNwa3"
    "Hl287fv3adZozg2+mHRJSYwLwZHPmx//D79FUGQzGRglvbBlr5SgADAKBggqhkjOPQQDAgNIADBFAiEA5wg9Oc/EvdkkZmrrJvZjoqfbpz5wEvbsAN9qcG+A"
    "nGICIE+E0iBHsnNjf52iWjh1EuhhTwAivV4LZvu9ATw9ntUa";

// openssl ca -config ca.cnf -gencrl -keyfile k.pem -cert root.pem
inline constexpr std::string_view kCrl =
    "MIGnMFACAQEwCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEUm9vdBcNMjYxMTIyMTMyODM0WhgPMjEyNjEwMjkxMzI4MzRaoA4wDDAKBgNVHRQEAwIBATAKBggq"
    "hkjOPQQDAgNHADBEAiBeWB5kp0wcNq8dYlYYxxPzRZYuzajW+j4OiROP3ZEoagIgEUuX5/yfaQfjD7xpX0BCLm2COYw9K+NUwH9jWSTzNs8=";

// openssl crl2pkcs7 -in crl.pem -certfile leaf.pem -certfile root.pem
inline constexpr std::string_view kPkcs7 =
    "MIIDaAYJKoZIhvcNAQcCoIIDWTCCA1UCAQExADALBgkqhkiG9w0BBwGgggKQMIIBEzCBugIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARSb290MCAXDTI2"
    "MTEyMjEzMjgzNFoYDzIxMjYxMDI5MTMyODM0WjAbMRkwFwYDVQQDDBBsZWFmLmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExVHrnMYs"
    "3XXIublesj3A0Ch6Bo5KHCc3BrceXbzt+/dp1mjODb6YdElJjAvBkc+bH/8Pv0VQZDMZGCW9sGWvlDAKBggqhkjOPQQDAgNIADBFAiBGTbMgW5Q4qxUDcWCl"
    "2UgwHgVzdmGUYf/Js56x4MeasQIhAKbip28EUXaSaGwPmUH3FkQybms+aY1p3Yw9qoeBWlUMMIIBdTCCARugAwIBAgIUMajJ2Rb3+VoGD3vULGR+V0ManYEw"
    "CgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEUm9vdDAgFw0yNjExMjIxMzI4MzNaGA8yMTI2MTAyOTEzMjgzM1owDzENMAsGA1UEAwwEUm9vdDBZMBMGByqGSM49"
    "AgEGCCqGSM49AwEHA0IABMVR65zGLN11yLm5XrI9wNAoegaOShwnNwa3Hl287fv3adZozg2+mHRJSYwLwZHPmx//D79FUGQzGRglvbBlr5SjUzBRMB0GA1Ud"
    "DgQWBBQRcD6U6gL2ym+xcA1cMHLK70m5BTAfBgNVHSMEGDAWgBQRcD6U6gL2ym+xcA1cMHLK70m5BTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gA"
    "MEUCIBMeHIWz4XIzfE8TYqB50deG5LL1uuFNDCJvsodpdYK/AiEAwUTB3A8lUIWlUUs6Y7Q2i8XBLfWXIczFUtBx5EurV9+hgaowgacwUAIBATAKBggqhkjO"
    "PQQDAjAPMQ0wCwYDVQQDDARSb290Fw0yNjExMjIxMzI4MzRaGA8yMTI2MTAyOTEzMjgzNFqgDjAMMAoGA1UdFAQDAgEBMAoGCCqGSM49BAMCA0cAMEQCIF5Y"
    "HmSnTBw2rx1iVhjHE/NFli7NqNb6Pg6JE4/dkShqAiARS5fn/J9pB+MPvGlfQEIubYI5jD0r41TAf2NZJPM2zzEA";

// openssl pkcs8 -topk8 -nocrypt -in k.pem
inline constexpr std::string_view kPkcs8 =
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2SBht4oSUoqI21Q9ZqETSWJGXN5ipEOTGKgDPZyrYVyhRANCAATFUeucxizddci5uV6yPcDQ"
    "KHoGjkocJzcGtx5dvO3792nWaM4Nvph0SUmMC8GRz5sf/w+/RVBkMxkYJb2wZa+U";

// openssl ecparam -name prime256v1 -genkey -noout
inline constexpr std::string_view kSec1 =
    "MHcCAQEEINkgYbeKElKKiNtUPWahE0liRlzeYqRDkxioAz2cq2FcoAoGCCqGSM49AwEHoUQDQgAExVHrnMYs3XXIublesj3A0Ch6Bo5KHCc3BrceXbzt+/dp"
    "1mjODb6YdElJjAvBkc+bH/8Pv0VQZDMZGCW9sGWvlA==";

// openssl pkcs8 -topk8 -in k.pem -passout pass:secret -iter 2048
inline constexpr std::string_view kEncryptedPkcs8 =
    "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgCo5ZBQzI5fgICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEGUjzvfQfDG4xPp2B8+9"
    "N8AEgZB+0me2UdtX+pAeclhWTOFVlr4aNtee6YQVcPJbXtJrv6o+ChZGuTiXUt/u3S5d8ASf7rfHvUi0bfhT56NpDDP1h/tt24hOeeDl74qDQhW7fXxCuIbf"
    "/wmJhccspdep4Qrz3VsfoMD2xh/+/tU8yhDOQwUmIXMbnJKUdad6tX+oTpVA0jPt44EYek3BjAi+Kog=";

// openssl pkcs8 -topk8 -in k.pem -passout pass:
inline constexpr std::string_view kEmptyPasswordPkcs8 =
    "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiJK8rl0xLziwICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEERR8uhpyTyesxv3D8lH"
    "5HMEgZD5MGMoZTmUAR8wUE/rAWh75H1lZQiwewMZi2O9QutD3f6iwFGxPN4Pkj74LVbsmFmP7QBrlZFpNKNTqNKH/T2Blh2nPQ6NF1dASNCoWhmYQk6kxGMh"
    "06TiN8k9TpLZ6vdl3j+qJuDI+yohkNRsMh+2WQ3ocwuX+EicWnJtxV0s5aLFdf8vn806pc+jntfo+aA=";

// openssl ec -in k.pem -pubout
inline constexpr std::string_view kPublicKey =
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExVHrnMYs3XXIublesj3A0Ch6Bo5KHCc3BrceXbzt+/dp1mjODb6YdElJjAvBkc+bH/8Pv0VQZDMZGCW9sGWv"
    "lA==";

// openssl ecparam -name prime256v1
inline constexpr std::string_view kParameters = "BggqhkjOPQMBBw==";

// openssl x509 -in leaf.pem -trustout -addtrust serverAuth -setalias 'my alias'
inline constexpr std::string_view kTrusted =
    "MIIBEzCBugIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARSb290MCAXDTI2MTEyMjEzMjgzNFoYDzIxMjYxMDI5MTMyODM0WjAbMRkwFwYDVQQDDBBsZWFm"
    "LmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExVHrnMYs3XXIublesj3A0Ch6Bo5KHCc3BrceXbzt+/dp1mjODb6YdElJjAvBkc+bH/8P"
    "v0VQZDMZGCW9sGWvlDAKBggqhkjOPQQDAgNIADBFAiBGTbMgW5Q4qxUDcWCl2UgwHgVzdmGUYf/Js56x4MeasQIhAKbip28EUXaSaGwPmUH3FkQybms+aY1p"
    "3Yw9qoeBWlUMMBYwCgYIKwYBBQUHAwEMCG15IGFsaWFz";

// openssl ec -in k.pem -aes128 -passout pass:secret
inline constexpr std::string_view kTraditionalEncrypted =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "Proc-Type: 4,ENCRYPTED\n"
    "DEK-Info: AES-128-CBC,B633424C0457B637A01E9027C34E608E\n"
    "\n"
    "zvk27X5WlKsizUjWXditMKI90F5j6dcPkByq5Ip1/4tJ5fZjqOXTSp1S5maSV2Mb\n"
    "C6VE3Iw/j1UU3rB2t5sK5Nr3RkBSM6fBBXv/RNc1NQwEHzqweBRlnaEvLfAKA3pk\n"
    "O5NxgAsRNEHRi51sS+YEjEZyOIVnXyNH99B5WqkXkv0=\n"
    "-----END EC PRIVATE KEY-----\n";

// A block as OpenSSL writes it: lines of 64 characters.
inline std::string pem(std::string_view label, std::string_view base64, std::string_view line_end = "\n") {
  std::string text = "-----BEGIN " + std::string(label) + "-----" + std::string(line_end);
  for (; !base64.empty(); base64.remove_prefix(base64.size() < 64 ? base64.size() : 64)) {
    text += std::string(base64.substr(0, 64)) + std::string(line_end);
  }
  return text + "-----END " + std::string(label) + "-----" + std::string(line_end);
}

}  // namespace chainlint::formats::openssl_samples
