#include "chainlint/formats/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "archive/unpack.h"
#include "chainlint/crypto/digest.h"
#include "conversion.h"
#include "detect.h"
#include "foreign.h"
#include "kubernetes/kubernetes.h"
#include "values/value_names.h"

namespace chainlint::formats {
namespace {

bool is_useful(const Entry& entry) {
  if (entry.kind == EntryKind::other) return false;
  return entry.kind != EntryKind::private_key || entry.key_state != KeyState::unreadable;
}

ReadStatus status_of(const Container& container) {
  const bool error = container.has_error();
  if (error && std::none_of(container.entries.begin(), container.entries.end(), is_useful)) return ReadStatus::unreadable;
  const bool locked = std::any_of(container.entries.begin(), container.entries.end(), [](const Entry& entry) {
    return entry.kind == EntryKind::private_key && entry.key_state != KeyState::plain && entry.key_state != KeyState::unlocked;
  });
  return error || locked ? ReadStatus::partial : ReadStatus::read;
}

// A file in which nothing was found and no reader says why: what it looks like.
void report_foreign(const FileInput& file, ReadContext& context, Container& container, std::optional<Diagnostic> otherwise) {
  if (auto foreign = recognize_foreign(file.raw, file.text, file_word(context.path))) {
    // That is how a key belongs in a repository, and the certificates beside it can be checked without it.
    const bool sealed_key =
        foreign->code == std::string_view("file-encrypted") && is_key_name(std::filesystem::path(context.path).filename().string());
    Diagnostic diagnostic{sealed_key ? Severity::warning : Severity::error,
                          std::string(foreign->code),
                          "file contains " + foreign->title,
                          {.path = context.path, .line = foreign->line}};
    diagnostic.advice = std::move(foreign->advice);
    report(context, container, std::move(diagnostic));
    if (!sealed_key) return;
    Entry key;
    key.description = foreign->title;
    add_sealed_key(std::move(key), context, container);
  } else if (otherwise) {
    report(context, container, std::move(*otherwise));
  }
}

// A binary file that was converted as text gives one defect after the other; all that matters is how it happened.
void name_conversion(ByteView raw, ReadContext& context, Container& container) {
  if (!container.has_error() && !container.has_diagnostic("trailing-data")) return;
  if (container.format == Format::recognized || container.has_diagnostic("file-foreign")) return;
  const Conversion conversion = find_conversion(raw);
  if (conversion == Conversion::none) return;
  const std::string name = std::filesystem::path(context.path).extension().string();
  const std::string ending = name.empty() ? ".p12" : name;
  Diagnostic diagnostic{Severity::error, "file-converted", "file was damaged by a text conversion: ", {.path = context.path}};
  if (conversion == Conversion::replaced_bytes) {
    diagnostic.message += "the bytes that are not UTF-8 are replaced with U+FFFD and lost";
    diagnostic.advice = "Copy the original file again. Where Maven filters resources, exclude it: <nonFilteredFileExtension>" +
                        ending.substr(1) + "</nonFilteredFileExtension>";
  } else {
    diagnostic.message += conversion == Conversion::added_carriage_returns ? "each LF is now CR LF" : "each CR LF is now LF";
    diagnostic.advice =
        "Copy the original file again. In git, add the line '*" + ending + " binary' to .gitattributes first; in FTP, use the binary mode.";
  }
  container.diagnostics.clear();
  context.withheld = 0;
  report(context, container, std::move(diagnostic));
}

void read_known(const FileInput& file, const Location& where, ReadContext& context, Container& container) {
  for (const FormatRow& row : format_rows()) {
    if (!row.matches(file)) continue;
    if (row.read == nullptr) {
      container.format = Format::recognized;
      report(context, container, unsupported_format(row, where));
      return;
    }
    row.read(file, context, container);
    if (container.format == Format::json && container.entries.empty() && container.diagnostics.empty()) {
      report_foreign(file, context, container, std::nullopt);
    }
    return;
  }
  if (is_manifest(file.text.text)) {
    container.format = Format::kubernetes;
    report_note(context, container, "kubernetes-not-about-certificates", "the manifest mentions no certificate and no key", where);
    return;
  }
  report_foreign(
      file, context, container,
      Diagnostic{Severity::error, "unknown-format",
                 "unknown file format; supported formats: PEM, DER, PKCS#7, PKCS#12, JKS, BKS, BCFKS, SST, .reg, Kubernetes, JSON, XML, "
                 "p11-kit, certdata.txt",
                 where});
}

Container read_one(std::string path, ByteView data, const ReadOptions& options, CertificateCache& certificates, crypto::KdfBudget& budget) {
  Container container;
  container.path = path;
  ReadContext context(std::move(path), options, certificates, budget);
  Location where;
  where.path = container.path;
  if (options.passwords.size() > options.limits.passwords) {
    report_warning(
        context, container, "passwords-limit",
        fmt::format("{} passwords were specified; only the first {} are tried", options.passwords.size(), options.limits.passwords), where);
  }
  if (data.empty()) {
    report_error(context, container, "file-empty", "file is empty", where);
  } else if (data.size() > options.limits.file_bytes) {
    report_error(context, container, "file-too-large",
                 fmt::format("file has {} bytes; at most {} are read", data.size(), options.limits.file_bytes), where);
  } else {
    const TextInput text(data);
    read_known({data, text}, where, context, container);
    name_conversion(data, context, container);
  }
  finish_diagnostics(context, container);
  container.entries.shrink_to_fit();
  container.status = status_of(container);
  if (container.format != Format::unknown) container.sha256 = to_hex(crypto::sha256(data));
  return container;
}

// Opens an archive and the archives in it, and collects what the files in them contain.
class ArchiveReader {
 public:
  ArchiveReader(const ReadOptions& options, CertificateCache& certificates, std::vector<Container>& containers)
      : options_(options),
        certificates_(certificates),
        containers_(containers),
        kdf_budget_(options.limits, options.run ? &options.run->kdf_iterations : nullptr) {}

  void read(const std::string& path, ByteView data, std::size_t depth, bool in_encrypted) {
    const std::size_t own = containers_.size();
    Container archive;
    archive.path = path;
    archive.format = Format::archive;
    containers_.push_back(archive);
    ReadContext context(path, options_, certificates_, kdf_budget_);
    if (depth > options_.limits.archive_depth) {
      report_error(context, archive, "archive-depth",
                   fmt::format("archives are nested more than {} deep; this one was not unpacked", options_.limits.archive_depth),
                   Location{.path = path});
    } else {
      unpack(data, budget_, context, archive, [&](const std::string& name, const Bytes& content, bool encrypted) {
        const std::string member = path + "!" + name;
        if (is_archive(content)) {
          read(member, content, depth + 1, in_encrypted || encrypted);
        } else {
          containers_.push_back(read_one(member, content, options_, certificates_, kdf_budget_));
          containers_.back().facts.in_encrypted_archive = in_encrypted || encrypted;
        }
      });
    }
    finish_diagnostics(context, archive);
    archive.sha256 = to_hex(crypto::sha256(data));
    if (archive.has_error()) archive.status = containers_.size() == own + 1 ? ReadStatus::unreadable : ReadStatus::partial;
    containers_[own] = std::move(archive);
  }

 private:
  const ReadOptions& options_;
  CertificateCache& certificates_;
  std::vector<Container>& containers_;
  ArchiveBudget budget_;
  crypto::KdfBudget kdf_budget_;
};

}  // namespace

Container read_container(std::string path, ByteView data, const ReadOptions& options, CertificateCache& certificates) {
  crypto::KdfBudget budget(options.limits, options.run ? &options.run->kdf_iterations : nullptr);
  return read_one(std::move(path), data, options, certificates, budget);
}

std::vector<Container> read_containers(std::string path, ByteView data, const ReadOptions& options, CertificateCache& certificates) {
  std::vector<Container> containers;
  if (is_archive(data) && data.size() <= options.limits.file_bytes) {
    ArchiveReader(options, certificates, containers).read(path, data, 1, false);
  } else {
    containers.push_back(read_container(std::move(path), data, options, certificates));
  }
  return containers;
}

}  // namespace chainlint::formats
