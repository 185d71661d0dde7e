#include "sending_case.h"

#include <algorithm>

#include "unit/minted.h"

namespace chainlint::chain {

SendingCase::SendingCase(const std::string& description) {
  request.at = *Instant::parse("2026-06-01");
  request.assume_server_chain = true;
  minted_ = minted_from(description);
  for (const mint::File& made : minted_.files) files_.push_back(made.name);
}

SendingCase& SendingCase::files(const std::vector<std::string>& names) {
  files_ = names;
  return *this;
}

SendingCase& SendingCase::put(mint::File file) {
  files_ = {file.name};
  minted_.files.push_back(std::move(file));
  return *this;
}

AnchorSet SendingCase::set_of(const std::vector<std::string>& names) {
  std::vector<x509::CertificatePtr> certificates;
  for (const std::string& name : names) {
    auto read = cache_.intern(minted_.certificates.at(name));
    if (read) certificates.push_back(*read);
  }
  EXPECT_EQ(certificates.size(), names.size());
  return AnchorSet(certificates, AnchorOrigin::files);
}

SendingCase& SendingCase::anchors(const std::vector<std::string>& names) {
  anchors_ = set_of(names);
  return *this;
}

SendingCase& SendingCase::pool(const std::vector<std::string>& names) {
  pool_ = set_of(names);
  request.pool = &pool_;
  return *this;
}

const mint::File& SendingCase::file(const std::string& name) const {
  return *std::find_if(minted_.files.begin(), minted_.files.end(), [&](const mint::File& made) { return made.name == name; });
}

const Sending& SendingCase::run(ServerFamily family, bool auto_chain, bool sorts, std::size_t certificates_read) {
  bundle_ = {};
  for (const std::string& name : files_) {
    const mint::File& made = file(name);
    formats::ReadOptions options;
    if (made.password) options.passwords.emplace_back(*made.password);
    bundle_.containers.push_back(formats::read_container(name, made.content, options, cache_));
  }
  request.anchors = &anchors_;
  analysis_ = analyze(bundle_, request, verifier_);
  SendingInput input{bundle_, analysis_, request};
  input.auto_chain = auto_chain;
  input.sorts = sorts;
  input.certificates_read = certificates_read;
  sending = predict_sending(family, input, verifier_);
  return sending;
}

std::string SendingCase::name_of(const x509::Certificate& certificate) const {
  for (const auto& [name, der] : minted_.certificates) {
    if (equal(der, certificate.der())) return name;
  }
  return "?";
}

std::string SendingCase::names_of(const std::vector<SentCertificate>& certificates) const {
  std::string text;
  for (const SentCertificate& sent : certificates) text += (text.empty() ? "" : " ") + name_of(*sent.certificate);
  return text;
}

std::string SendingCase::alternatives() const {
  std::string text;
  for (const SendingAlternative& other : sending.alternatives) text += names_of(other.certificates) + ": " + other.reason + "\n";
  return text;
}

std::string SendingCase::reasons() const {
  std::string text;
  for (const SentCertificate& sent : sending.certificates) text += name_of(*sent.certificate) + ": " + sent.reason + "\n";
  return text;
}

std::string SendingCase::remarks() const {
  std::string text;
  for (const std::string& remark : sending.remarks) text += remark + "\n";
  return text;
}

}  // namespace chainlint::chain
