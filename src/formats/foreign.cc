#include "foreign.h"

#include <algorithm>
#include <array>

#include "chainlint/base/base64.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/secret.h"
#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "chainlint/formats/file_name.h"
#include "text_input.h"

namespace chainlint::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kShownTitle = 80;
constexpr std::size_t kShortestBase64 = 48;
constexpr std::size_t kLinkBytes = 4096;  // PATH_MAX of Linux

constexpr const char* kForeign = "file-foreign";
constexpr const char* kEncrypted = "file-encrypted";
constexpr const char* kUnsupported = "format-unsupported";

constexpr std::string_view kDownload = "Download the file again and check the address, the login and the proxy.";
constexpr std::string_view kAskForFile = "Request the certificate itself, as a .pem, .p7b or .pfx file.";

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\v\f");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

// Text of a page or answer, on one line and short.
std::string excerpt(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
    if (line.size() > kShownTitle) break;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (line.size() > kShownTitle) {
    line.resize(kShownTitle);
    while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0xC0u) == 0x80u) line.pop_back();
    line += "...";
  }
  return line;
}

std::string with_title(const std::string& what, std::string_view title) {
  const std::string shown = excerpt(title);
  return shown.empty() ? what : what + " (" + in_quotes(shown) + ")";
}

// The text between <tag ...> and the next '<'.
std::string_view element(std::string_view text, const std::string& lower, std::string_view tag) {
  std::size_t at = lower.find(tag);
  if (at == std::string::npos) return {};
  at = text.find('>', at);
  if (at == std::string_view::npos) return {};
  const std::size_t end = text.find('<', at);
  return text.substr(at + 1, end == std::string_view::npos ? 0 : end - at - 1);
}

std::optional<Foreign> recognize_markup(std::string_view text) {
  if (!text.starts_with('<')) return std::nullopt;
  const std::string lower = to_lower_ascii(text);
  const std::string_view start = std::string_view(lower).substr(0, 1024);
  if (is_html(text)) {
    std::string_view title = element(text, lower, "<title");
    if (excerpt(title).empty()) title = element(text, lower, "<h1");
    return Foreign{kForeign, with_title("an HTML page", title), std::string(kDownload)};
  }
  if (!start.starts_with("<?xml") && start.find("</") == std::string_view::npos) return std::nullopt;
  const std::string_view code = element(text, lower, "<code"), message = element(text, lower, "<message");
  const bool answer = lower.find("<error") != std::string::npos || !code.empty();
  return Foreign{kForeign, answer ? with_title("an XML error response", code.empty() ? message : code) : "an XML document",
                 std::string(answer ? kDownload : kAskForFile)};
}

// The text of the first of these members; a quick look, not a parser.
std::string_view member_text(std::string_view text, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    std::size_t at = text.find(name);
    if (at == std::string_view::npos) continue;
    at += name.size();
    at = text.find_first_not_of(" \t\r\n", at);
    if (at == std::string_view::npos || text[at] != ':') continue;
    at = text.find_first_not_of(" \t\r\n", at + 1);
    if (at == std::string_view::npos || text[at] != '"') continue;
    const std::size_t end = text.find('"', at + 1);
    if (end != std::string_view::npos) return text.substr(at + 1, end - at - 1);
  }
  return {};
}

std::optional<Foreign> recognize_json(std::string_view text, std::string_view file) {
  if (!text.starts_with('{') && !text.starts_with('[')) return std::nullopt;
  const std::string_view next = without_blanks(text.substr(1));
  if (next.empty() || std::string_view("\"}{[]").find(next.front()) == std::string_view::npos) return std::nullopt;
  if (text.find("ENC[AES256_GCM") != std::string_view::npos) {
    return Foreign{kEncrypted, "data encrypted with SOPS", "Decrypt it first: sops -d " + std::string(file)};
  }
  if (text.find("\"kty\"") != std::string_view::npos) {
    return Foreign{kForeign, "a JSON Web Key (JWK)",
                   "Use the certificate as PEM; a JWK contains only the key, or certificates as base64 under 'x5c'."};
  }
  const std::string_view message = member_text(text, {"\"error_description\"", "\"message\"", "\"detail\"", "\"title\"", "\"error\""});
  if (!message.empty() || text.find("\"error") != std::string_view::npos) {
    return Foreign{kForeign, with_title("a JSON error response", message), std::string(kDownload)};
  }
  return Foreign{kForeign, "a JSON document without certificates", std::string(kAskForFile)};
}

struct Magic {
  std::string_view octets;
  const char* code;
  std::string_view title, advice;  // %: the file
};

constexpr std::array kMagics = {
    Magic{"%PDF-", kForeign, "a PDF document", kAskForFile},
    Magic{"{\\rtf", kForeign, "an RTF document", kAskForFile},
    Magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", kForeign, "a Microsoft Office document", kAskForFile},
    Magic{"\x89PNG\r\n", kForeign, "an image (PNG)", kAskForFile},
    Magic{"\xFF\xD8\xFF", kForeign, "an image (JPEG)", kAskForFile},
    Magic{"GIF8", kForeign, "an image (GIF)", kAskForFile},
    Magic{"version https://git-lfs.github.com/spec/", kForeign, "a Git LFS pointer instead of the content",
          "Fetch the file: git lfs pull --include=%"},
    Magic{std::string_view("\0GITCRYPT\0", 10), kEncrypted, "data encrypted with git-crypt", "Decrypt it first: git-crypt unlock"},
    Magic{"age-encryption.org/v1", kEncrypted, "data encrypted with age", "Decrypt it first: age -d -i KEYFILE -o decrypted %"},
    Magic{"$ANSIBLE_VAULT;", kEncrypted, "data encrypted with Ansible Vault",
          "Decrypt it first: ansible-vault decrypt --output decrypted %"},
    Magic{"Salted__", kEncrypted, "data encrypted with 'openssl enc'",
          "Decrypt it first: openssl enc -d -aes-256-cbc -pbkdf2 -in % -out decrypted"},
    Magic{"7z\xBC\xAF\x27\x1C", kUnsupported, "a 7-Zip archive, which is not supported", "Unpack it, then check its files: 7z x %"},
    Magic{"Rar!\x1A\x07", kUnsupported, "a RAR archive, which is not supported", "Unpack it, then check its files: unrar x %"},
    Magic{"MSCF", kUnsupported, "a Windows cabinet (CAB), which is not supported", "Unpack it, then check its files: cabextract %"},
    Magic{"---- BEGIN SSH2 PUBLIC KEY", kForeign, "an SSH public key", kAskForFile},
};

constexpr std::array<std::string_view, 6> kSshKeys = {"ssh-rsa AAAA",     "ssh-ed25519 AAAA",    "ssh-dss AAAA",
                                                      "ecdsa-sha2-nistp", "sk-ssh-ed25519@open", "sk-ecdsa-sha2-nistp"};

std::string filled(std::string_view advice, std::string_view file) {
  std::string text;
  for (const char c : advice) text += c == '%' ? std::string(file) : std::string(1, c);
  return text;
}

// A packet with an encrypted session key opens every OpenPGP message that is encrypted (RFC 9580 sections 5.1 and 5.3).
bool is_openpgp_message(ByteView raw) {
  if (raw.size() < 8) return false;
  const std::uint8_t tag = raw[0];
  std::size_t header = 0;
  if (tag == 0x84 || tag == 0x8C || tag == 0xC1 || tag == 0xC3) header = 2;
  if (tag == 0x85 || tag == 0x8D) header = 3;
  if (header == 2 && (tag == 0xC1 || tag == 0xC3) && raw[1] >= 192) header = 3;
  if (header == 0) return false;
  const bool by_password = tag == 0x8C || tag == 0x8D || tag == 0xC3;
  const std::uint8_t version = raw[header];
  return by_password ? version == 4 || version == 5 || version == 6 : version == 3 || version == 6;
}

bool is_ssh_key(std::string_view text) {
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  return std::any_of(kSshKeys.begin(), kSshKeys.end(), [&](std::string_view key) {
    const std::size_t at = line.find(key);
    return at != std::string_view::npos && (at == 0 || line[at - 1] == ' ');
  });
}

// Whether the text is the one line that git writes for a symbolic link where it makes none: the path of another certificate or key.
bool is_link_text(std::string_view text) {
  const std::string_view path = text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
  return path.size() < kLinkBytes && path.find_first_of(" \t\r\n\0\"'<>:;,=("sv) == std::string_view::npos && is_material_file_name(path);
}

// An IBM stash file has 128 or 192 bytes of a disguised password and one more; nothing else in it is fixed.
bool is_stash(ByteView raw, std::string_view file) {
  return (raw.size() == 129 || raw.size() == 193) && (file.ends_with(".sth") || file.ends_with(".sth'"));
}

// ssl_session_ticket_key of nginx and Apache: random bytes.
bool is_ticket_key(ByteView raw, std::string_view file) {
  const bool named = to_lower_ascii(file).find("ticket") != std::string::npos;
  return named && (raw.size() == 48 || raw.size() == 80);
}

// The line of the first BEGIN boundary that `before` precedes directly, and that alone where `alone`.
std::optional<std::uint32_t> line_of_boundary(std::string_view text, std::string_view before, bool alone) {
  const std::string mark = std::string(before) + "-----BEGIN ";
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos || (alone && at > 0 && text[at - 1] != '\n')) return std::nullopt;
  return static_cast<std::uint32_t>(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

// PEM whose lines another text contains in a form that no program reads as PEM.
std::optional<Foreign> recognize_quoted_pem(std::string_view text, std::string_view file) {
  if (const auto line = line_of_boundary(text, "+", true)) {
    return Foreign{kForeign, "PEM with '+' before each line, as in a diff",
                   filled("Remove the first character of each line: sed 's/^+//' % > plain.pem", file), line};
  }
  if (const auto line = line_of_boundary(text, "\"", false)) {
    return Foreign{kForeign, "PEM in string literals of a program",
                   filled(R"(Extract it: sed -n 's/^[^"]*"\([^"\\]*\).*/\1/p' % > plain.pem)", file), line};
  }
  if (const auto line = line_of_boundary(text, "'", false)) {
    return Foreign{kForeign, "PEM in string literals of a program",
                   filled(R"(Extract it: sed -n "s/^[^']*'\([^'\\\\]*\).*/\1/p" % > plain.pem)", file), line};
  }
  return std::nullopt;
}

// S/MIME (RFC 8551 section 3).
std::optional<Foreign> recognize_mail(std::string_view text, std::string_view file) {
  if (!has_line(text, "MIME-Version:") && !(has_line(text, "Received:") && has_line(text, "Subject:"))) return std::nullopt;
  const std::string lower = to_lower_ascii(text);
  if (lower.find("smime-type=enveloped-data") != std::string::npos || lower.find("smime-type=authenveloped-data") != std::string::npos) {
    return Foreign{kEncrypted, "an encrypted e-mail message (S/MIME)",
                   filled("Decrypt it first: openssl cms -decrypt -in % -inkey KEYFILE -out decrypted", file)};
  }
  for (const std::string_view type : {"application/pkcs7-", "application/x-pkcs7-"}) {
    if (lower.find(type) == std::string::npos) continue;
    return Foreign{kForeign, "a signed e-mail message (S/MIME) with the certificates of its signer",
                   filled("Extract them: openssl smime -pk7out -in % -out signer.p7b", file)};
  }
  return Foreign{kForeign, "an e-mail message", "Save its attachment and check it."};
}

// "================ Certificate 0 ================", in the language of Windows: a list by 'certutil -store'.
bool is_certutil_list(std::string_view text) {
  constexpr std::string_view kRule = "================ ", kEnd = " 0 ================";
  for (std::size_t begin = text.find(kRule); begin != std::string_view::npos; begin = text.find(kRule, begin + kRule.size())) {
    const std::string_view line = text.substr(begin, text.find_first_of("\r\n", begin) - begin);
    if ((begin == 0 || text[begin - 1] == '\n') && line.ends_with(kEnd)) return true;
  }
  return false;
}

std::optional<Foreign> recognize_text(std::string_view text, std::string_view file) {
  if (text.substr(0, text.find(' ')).ends_with("-cert-v01@openssh.com")) {
    return Foreign{kForeign, "an SSH certificate, which is not an X.509 certificate", std::string(kAskForFile)};
  }
  if (is_ssh_key(text)) {
    const bool host = !text.starts_with("ssh-") && !text.starts_with("ecdsa-") && !text.starts_with("sk-");
    return Foreign{kForeign, host ? "a list of SSH host keys (known_hosts)" : "an SSH public key", std::string(kAskForFile)};
  }
  if (text.find("ENC[AES256_GCM") != std::string_view::npos) {
    return Foreign{kEncrypted, "data encrypted with SOPS", "Decrypt it first: sops -d " + std::string(file)};
  }
  const std::size_t certificate = text.find("Certificate:");
  if (certificate != std::string_view::npos && without_blanks(text.substr(certificate + 12)).starts_with("Data:")) {
    return Foreign{kForeign, "the text output of 'openssl x509 -text' without the certificate",
                   "Write it again with the certificate: openssl x509 -in CERTIFICATE -text"};
  }
  if (is_certutil_list(text)) {
    return Foreign{
        kForeign, "the output of certutil without the certificate",
        "Export the store in PowerShell: Get-ChildItem Cert:\\LocalMachine\\STORE | Export-Certificate -Type SST -FilePath STORE.sst"};
  }
  if (has_line(text, "X509 Certificate:") || text.find("Cert Hash(sha1):") != std::string_view::npos) {
    return Foreign{kForeign, "the output of certutil without the certificate",
                   "Export the certificate: certutil -store My SERIAL certificate.cer"};
  }
  if (has_line(text, "Keystore type:") || has_line(text, "Certificate fingerprint")) {
    return Foreign{kForeign, "the output of keytool without the certificate",
                   "Export the certificate: keytool -exportcert -rfc -alias ALIAS -keystore KEYSTORE"};
  }
  if (auto mail = recognize_mail(text, file)) return mail;
  if (is_link_text(text)) {
    return Foreign{kForeign, "the path of a symbolic link instead of the content",
                   filled("Check it out again as a link: git -c core.symlinks=true checkout -- %", file)};
  }
  return std::nullopt;
}

std::optional<Foreign> recognize_base64(std::string_view text, std::string_view file) {
  const auto is_base64 = [](char c) { return is_base64_digit(c) || c == '=' || c == ' ' || (c >= '\t' && c <= '\r'); };
  if (text.size() < kShortestBase64 || !std::all_of(text.begin(), text.end(), is_base64)) return std::nullopt;
  // Words of a language have blanks in other places.
  const std::size_t first_line = text.find_first_of(" \t\r\n");
  if (std::min(first_line, text.size()) < kShortestBase64) return std::nullopt;
  SecretBytes octets(base64_capacity(text));
  const Base64Result result = decode_base64(text, octets.data());
  octets.resize(result.size);
  if (result.status == Base64Result::Status::ok && !octets.empty()) {
    const TextInput inner{ByteView(octets)};
    const std::string_view head = without_blanks(inner.text.substr(0, DetectionLimits::kHeadBytes));
    if (auto found = recognize_markup(head)) return Foreign{found->code, "base64 of " + found->title, found->advice};
    if (auto found = recognize_json(head, file)) return Foreign{found->code, "base64 of " + found->title, found->advice};
  }
  return Foreign{kForeign, "base64 without a certificate or key", "Write the file again from its source."};
}

}  // namespace

bool is_html(std::string_view text) {
  const std::string start = to_lower_ascii(text.substr(0, 1024));
  return start.starts_with("<!doctype html") || start.find("<html") != std::string::npos || start.starts_with("<head") ||
         start.starts_with("<body");
}

std::optional<Foreign> recognize_foreign(ByteView raw, const TextInput& text, std::string_view file) {
  const std::string_view octets = as_text(raw);
  const std::string_view head = without_blanks(text.text.substr(0, DetectionLimits::kHeadBytes));
  if (head.empty() && text.text.size() <= DetectionLimits::kHeadBytes) {
    return Foreign{"file-empty", "only white space", "Write the file again from its source."};
  }
  for (const Magic& magic : kMagics) {
    if (octets.starts_with(magic.octets) || head.starts_with(magic.octets)) {
      return Foreign{magic.code, std::string(magic.title), filled(magic.advice, file)};
    }
  }
  if (is_openpgp_message(raw)) return foreign_of_label("PGP MESSAGE", file);
  if (octets.find_first_not_of('\0') == std::string_view::npos) {
    return Foreign{"file-empty", "only zero bytes", "Copy the file again from its source."};
  }
  if (auto found = recognize_markup(head)) return found;
  if (auto found = recognize_json(head, file)) return found;
  if (is_stash(raw, file)) {
    return Foreign{kForeign, "an IBM stash file, which contains only the password of a key database", "Check the key database itself."};
  }
  if (is_ticket_key(raw, file)) {
    return Foreign{"session-ticket-key", "a key for TLS session tickets (ssl_session_ticket_key)",
                   "Leave it as it is: it belongs to the configuration of the server."};
  }
  if (auto found = recognize_text(head, file)) return found;
  if (auto found = recognize_quoted_pem(text.text.substr(0, DetectionLimits::kHeadBytes), file)) return found;
  return recognize_base64(without_blanks(text.text), file);
}

std::optional<Foreign> foreign_of_label(std::string_view label, std::string_view file) {
  if (label == "PGP MESSAGE") {
    return Foreign{kEncrypted, "a message encrypted with OpenPGP",
                   "Decrypt it first: gpg --output decrypted --decrypt " + std::string(file)};
  }
  if (label == "AGE ENCRYPTED FILE") {
    return Foreign{kEncrypted, "data encrypted with age", "Decrypt it first: age -d -i KEYFILE -o decrypted " + std::string(file)};
  }
  if (label.starts_with("PGP PUBLIC KEY")) return Foreign{kForeign, "an OpenPGP public key", std::string(kAskForFile)};
  if (label.starts_with("PGP PRIVATE KEY")) return Foreign{kForeign, "an OpenPGP private key", std::string(kAskForFile)};
  if (label.starts_with("PGP SIG")) return Foreign{kForeign, "an OpenPGP signature", std::string(kAskForFile)};
  if (label.starts_with("SSH2 ")) return Foreign{kForeign, "an SSH key, which TLS servers do not support", std::string(kAskForFile)};
  if (label.starts_with("OpenVPN Static key")) {
    return Foreign{"openvpn-static-key", "an OpenVPN static key (tls-auth, tls-crypt)",
                   "Leave it as it is: it belongs to the OpenVPN configuration."};
  }
  return std::nullopt;
}

std::string file_word(std::string_view path) {
  const std::size_t member = path.rfind('!');
  return shell_word(member == std::string_view::npos ? path : path.substr(member + 1), "FILE");
}

}  // namespace chainlint::formats
