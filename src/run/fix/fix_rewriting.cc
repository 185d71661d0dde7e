#include "chainlint/run/fix_rewriting.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/formats/pem_places.h"
#include "chainlint/write/rewrite.h"

namespace chainlint::run {
namespace {

struct FileEdits {
  std::string path;
  formats::Format format = formats::Format::unknown;
  std::string sha256;
  std::vector<write::ContainerEdit> edits;
};

Digest256 digest_of(const x509::CertificatePtr& certificate) { return certificate->sha256(); }

// A PFX is not divided in the file: what its parts keep is the content of the whole.
void merge(write::ContainerEdit& whole, const write::ContainerEdit& part) {
  whole.unit.clear();
  if (!part.encryption.empty()) whole.encryption = part.encryption;
  for (const x509::CertificatePtr& certificate : part.certificates) {
    const auto same = [&](const x509::CertificatePtr& each) { return digest_of(each) == digest_of(certificate); };
    if (std::none_of(whole.certificates.begin(), whole.certificates.end(), same)) whole.certificates.push_back(certificate);
  }
}

write::ContainerEdit unchanged(const formats::Container& container) {
  write::ContainerEdit edit;
  for (const formats::Entry& entry : container.entries) {
    if (entry.certificate == nullptr || write::is_trust_entry(container, entry)) continue;
    merge(edit, {"", {entry.certificate}, "", ""});
  }
  return edit;
}

std::vector<FileEdits> edits_by_file(const std::vector<PlannedBundle>& planned) {
  std::vector<FileEdits> files;
  for (const PlannedBundle& bundle : planned) {
    for (const write::FixPlan::FileEdit& edit : bundle.plan.edits) {
      const formats::Container& container = bundle.read->bundle.containers[edit.container];
      auto file = std::find_if(files.begin(), files.end(), [&](const FileEdits& each) { return each.path == container.path; });
      if (file == files.end()) file = files.insert(file, {container.path, container.format, container.sha256, {}});
      file->edits.push_back(edit.edit);
    }
  }
  for (FileEdits& file : files) {
    if (file.format != formats::Format::pkcs12) continue;
    write::ContainerEdit whole;
    for (const PlannedBundle& bundle : planned) {
      for (std::size_t i = 0; i < bundle.read->bundle.containers.size(); ++i) {
        const formats::Container& container = bundle.read->bundle.containers[i];
        if (container.path != file.path) continue;
        const auto edit = std::find_if(bundle.plan.edits.begin(), bundle.plan.edits.end(),
                                       [&](const write::FixPlan::FileEdit& each) { return each.container == i; });
        merge(whole, edit == bundle.plan.edits.end() ? unchanged(container) : edit->edit);
      }
    }
    file.edits = {std::move(whole)};
  }
  return files;
}

std::vector<Digest256> certificates_meant(const formats::Container& container, const write::ContainerEdit& edit) {
  std::vector<Digest256> digests;
  for (const formats::Entry& entry : container.entries) {
    if (entry.certificate == nullptr || write::is_trust_entry(container, entry) || (!edit.unit.empty() && entry.unit != edit.unit)) {
      continue;
    }
    if (edit.value.empty() || write::place_of_value(container, entry) == edit.value) digests.push_back(entry.certificate->sha256());
  }
  return digests;
}

bool holds(const formats::Container& container, const write::ContainerEdit& edit) {
  std::vector<Digest256> found = certificates_meant(container, edit), meant;
  for (const x509::CertificatePtr& certificate : edit.certificates) meant.push_back(certificate->sha256());
  if (!formats::traits_of(container.format).has_order) {
    std::sort(found.begin(), found.end());
    std::sort(meant.begin(), meant.end());
  }
  return found == meant;
}

// Every private key by what is known of it.
std::vector<std::pair<formats::KeyState, Bytes>> keys_of(const formats::Container& container) {
  std::vector<std::pair<formats::KeyState, Bytes>> keys;
  for (const formats::Entry& entry : container.entries) {
    if (entry.kind != formats::EntryKind::private_key) continue;
    keys.emplace_back(entry.key_state, entry.key ? entry.key->public_canonical : Bytes{});
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

// What is in a PFX to be trusted, which no edit touches.
std::vector<Digest256> trust_of(const formats::Container& container) {
  std::vector<Digest256> digests;
  for (const formats::Entry& entry : container.entries) {
    if (entry.certificate != nullptr && write::is_trust_entry(container, entry)) digests.push_back(entry.certificate->sha256());
  }
  return digests;
}

// The lines of a PEM text that are no part of a block.
std::multiset<std::string_view> lines_between(std::string_view text) {
  std::multiset<std::string_view> lines;
  const std::vector<formats::PemPlace> places = formats::find_pem_places(text);
  std::size_t at = 0;
  for (std::size_t i = 0; i <= places.size(); ++i) {
    const std::size_t stop = i < places.size() ? places[i].begin : text.size();
    while (at < stop) {
      const std::size_t end = std::min(text.find_first_of("\r\n", at), stop);
      if (text.substr(at, end - at).find_first_not_of(" \t") != std::string_view::npos) lines.emplace(text.substr(at, end - at));
      at = end + 1;
    }
    if (i < places.size()) at = places[i].end;
  }
  return lines;
}

std::size_t count_lost_lines(std::string_view before, std::string_view after) {
  const std::multiset<std::string_view> old = lines_between(before), now = lines_between(after);
  std::vector<std::string_view> lost;
  std::set_difference(old.begin(), old.end(), now.begin(), now.end(), std::back_inserter(lost));
  return lost.size();
}

Error error_at(const std::string& path, const char* code, std::string message) { return {code, std::move(message), {.path = path}}; }

Result<RewrittenFile> rewrite_file(const FileEdits& file, SecretBytes content, const formats::ReadOptions& reading,
                                   formats::CertificateCache& certificates) {
  if (file.edits.size() > FixLimits::kEdits) {
    return error_at(file.path, "rewrite-unsupported",
                    std::to_string(file.edits.size()) + " parts of it change, and at most " + std::to_string(FixLimits::kEdits) +
                        " can be written at once; divide the file");
  }
  const write::RewriteOptions options{reading.limits, reading.passwords};
  const formats::Container before = formats::read_container(file.path, content, reading, certificates);
  if (!file.sha256.empty() && !before.sha256.empty() && file.sha256 != before.sha256) {
    return error_at(file.path, "rewrite-changed", "was changed by another program while it was read");
  }
  const SecretBytes original = file.format == formats::Format::pem ? content : SecretBytes();
  formats::Container now = before;
  for (const write::ContainerEdit& edit : file.edits) {
    Result<Bytes> written = write::rewrite_container(now, content, edit, options);
    if (!written) return written.error();
    content.assign(written->begin(), written->end());
    wipe(written->data(), written->size());
    now = formats::read_container(file.path, content, reading, certificates);
  }
  const bool as_meant =
      std::all_of(file.edits.begin(), file.edits.end(), [&](const write::ContainerEdit& edit) { return holds(now, edit); });
  if (now.has_error() || !as_meant || keys_of(now) != keys_of(before) || trust_of(now) != trust_of(before)) {
    return error_at(file.path, "rewrite-differs", "the result does not read back as intended; nothing was written");
  }
  const std::size_t lost = file.format == formats::Format::pem ? count_lost_lines(as_text(original), as_text(content)) : 0;
  return RewrittenFile{file.path, std::move(content), std::move(now), lost};
}

std::string unit_of(const formats::Container& container) { return container.entries.empty() ? "" : container.entries.front().unit; }

}  // namespace

Result<std::vector<RewrittenFile>> rewrite_files(const FixInput& input, const std::vector<PlannedBundle>& planned,
                                                 const formats::ReadOptions& reading, formats::CertificateCache& certificates) {
  std::vector<RewrittenFile> files;
  for (const FileEdits& edits : edits_by_file(planned)) {
    Result<SecretBytes> content = input.content(edits.path, reading.limits);
    const bool member = !content && edits.path.find('!') != std::string::npos;
    if (member) return error_at(edits.path, "rewrite-unsupported", "is in an archive, which cannot be rewritten; unpack it first");
    if (!content) return content.error();
    Result<RewrittenFile> file = rewrite_file(edits, std::move(*content), reading, certificates);
    if (!file) return file.error();
    files.push_back(std::move(*file));
  }
  return files;
}

std::optional<ReadBundle> after_rewriting(const ReadBundle& read, const std::vector<RewrittenFile>& files) {
  ReadBundle after = read;
  for (formats::Container& container : after.bundle.containers) {
    const auto file = std::find_if(files.begin(), files.end(), [&](const RewrittenFile& each) { return each.path == container.path; });
    if (file == files.end()) continue;
    std::vector<formats::FoundContainer> found;
    found.push_back({file->container, true, false});
    std::vector<formats::Bundle> parts = formats::make_bundles(std::move(found)).bundles;
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const formats::Bundle& each) {
      return parts.size() == 1 || unit_of(each.containers.front()) == unit_of(container);
    });
    if (part == parts.end()) return std::nullopt;
    container = std::move(part->containers.front());
  }
  return after;
}

}  // namespace chainlint::run
