#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "chainlint/base/base64.h"
#include "chainlint/formats/pem_places.h"
#include "rewriters.h"

namespace chainlint::write {
namespace {

constexpr std::size_t kColumns = 64;  // RFC 7468 section 2
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Error unsupported(const formats::Container& read, std::string why) { return {"rewrite-unsupported", std::move(why), {.path = read.path}}; }

// A block with the text that is before it and the end of its line.
struct Item {
  std::string_view lead, block, end;
  const x509::Certificate* certificate = nullptr;  // null where it is something else
};

std::size_t end_of_line(std::string_view text, std::size_t at) {
  const std::size_t first = at;
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  if (at == text.size()) return at;
  if (text[at] == '\n') return at + 1;
  if (text[at] == '\r') return at + (text.substr(at + 1, 1) == "\n" ? 2 : 1);
  return first;
}

// Where the paragraph that ends the text begins: what is before its last blank line is not about the block that follows.
std::size_t last_paragraph(std::string_view text) {
  std::size_t start = 0;
  bool blank = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      if (blank) start = i + 1;
      blank = true;
    } else if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') {
      blank = false;
    }
  }
  return start;
}

std::string_view line_end_of(std::string_view text) {
  const std::size_t at = text.find_first_of("\r\n");
  if (at == std::string_view::npos || text[at] == '\n') return "\n";
  return text.substr(at + 1, 1) == "\n" ? "\r\n" : "\r";
}

class PemRewriter {
 public:
  PemRewriter(const formats::Container& read, std::string_view text) : read_(read), text_(text), line_end_(line_end_of(text)) {}

  Result<Bytes> rewrite(const ContainerEdit& edit);

 private:
  std::optional<Error> divide();
  std::optional<Error> name_certificates(const std::vector<formats::PemPlace>& places);
  void put(std::string_view text) { out_.insert(out_.end(), text.begin(), text.end()); }
  void put(const Item& item);
  void put_new(const x509::Certificate& certificate);
  void end_line();

  const formats::Container& read_;
  const std::string_view text_, line_end_;
  std::string_view head_, tail_;
  std::vector<Item> items_;
  Bytes out_;
};

// Blocks and entries belong together by their lines.
std::optional<Error> PemRewriter::name_certificates(const std::vector<formats::PemPlace>& places) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> at;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!at.try_emplace({places[i].line, places[i].end_line}, i).second) {
      return unsupported(read_,
                         "several blocks share line " + std::to_string(places[i].line) + "; write each block on separate lines first");
    }
  }
  for (const formats::Entry& entry : read_.entries) {
    if (entry.kind != formats::EntryKind::certificate || entry.certificate == nullptr) continue;
    const auto found = at.find({entry.location.line.value_or(0), entry.location.end_line.value_or(0)});
    Item* item = found == at.end() ? nullptr : &items_[found->second];
    if (item == nullptr || item->certificate != nullptr || entry.description.find("CERTIFICATE") == std::string::npos) {
      return unsupported(read_,
                         "certificates are in a block that is a container, such as PKCS7; extract them first: openssl "
                         "pkcs7 -print_certs");
    }
    item->certificate = entry.certificate.get();
  }
  return std::nullopt;
}

std::optional<Error> PemRewriter::divide() {
  const std::vector<formats::PemPlace> places = formats::find_pem_places(text_);
  std::size_t at = 0;
  for (const formats::PemPlace& place : places) {
    const std::size_t end = end_of_line(text_, place.end);
    items_.push_back({text_.substr(at, place.begin - at), text_.substr(place.begin, place.end - place.begin),
                      text_.substr(place.end, end - place.end), nullptr});
    at = end;
  }
  tail_ = text_.substr(at);
  if (!items_.empty()) {
    std::string_view& lead = items_.front().lead;
    const std::size_t own = last_paragraph(lead);
    head_ = lead.substr(0, own);
    lead.remove_prefix(own);
  }
  return name_certificates(places);
}

void PemRewriter::end_line() {
  if (out_.empty() || out_.back() == '\n' || out_.back() == '\r') return;
  put(line_end_);
}

void PemRewriter::put(const Item& item) {
  end_line();
  put(item.lead);
  put(item.block);
  put(item.end);
}

void PemRewriter::put_new(const x509::Certificate& certificate) {
  end_line();
  put("-----BEGIN CERTIFICATE-----");
  put(line_end_);
  const SecretBytes body = base64_text(certificate.der(), kColumns, line_end_);
  put(as_text(body));
  put("-----END CERTIFICATE-----");
  put(line_end_);
}

Result<Bytes> PemRewriter::rewrite(const ContainerEdit& edit) {
  if (auto error = divide()) return *error;
  std::unordered_map<Digest256, const Item*, DigestHash> known;
  std::size_t last = items_.size();
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (items_[i].certificate == nullptr) continue;
    known.try_emplace(items_[i].certificate->sha256(), &items_[i]);
    last = i;
  }
  // Enough for all, so that no copy of a key is left behind where it grew.
  std::size_t most = 2 * text_.size();
  for (const x509::CertificatePtr& certificate : edit.certificates) most += 2 * certificate->der().size() + 128;
  out_.reserve(most);
  put(head_);
  auto next = edit.certificates.begin();
  const auto put_next = [&] {
    const auto found = known.find((*next)->sha256());
    found == known.end() ? put_new(**next) : put(*found->second);
    ++next;
  };
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (items_[i].certificate == nullptr) {
      put(items_[i]);
    } else if (next != edit.certificates.end()) {
      put_next();
    }
    while (i == last && next != edit.certificates.end()) put_next();
  }
  while (next != edit.certificates.end()) put_next();
  if (!tail_.empty() || text_.ends_with('\n') || text_.ends_with('\r')) end_line();
  put(tail_);
  return std::move(out_);
}

}  // namespace

Result<Bytes> rewrite_pem(const formats::Container& read, ByteView original, const ContainerEdit& edit, const RewriteOptions&) {
  // Such a block swallows the next one, or loses its own end, when its neighbours change.
  if (read.has_diagnostic("pem-end-mismatch")) {
    return Error{"rewrite-damaged", "a block is closed by the END line of another kind; fix that line first", {.path = read.path}};
  }
  std::string_view text = as_text(original);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || text.substr(0, 4).find('\0') != std::string_view::npos) {
    return unsupported(read, "the file is UTF-16, which servers do not support; convert it to ASCII first: iconv -f UTF-16 -t ASCII");
  }
  const bool marked = text.starts_with(kByteOrderMark);
  if (marked) text.remove_prefix(kByteOrderMark.size());
  Result<Bytes> written = PemRewriter(read, text).rewrite(edit);
  if (written && marked) written->insert(written->begin(), kByteOrderMark.begin(), kByteOrderMark.end());
  return written;
}

}  // namespace chainlint::write
