#include "embedded.h"

#include "detect.h"

namespace chainlint {
namespace {

// Puts a location of the value into the frame. An octet offset is one of the value, which no longer stands for itself.
Location placed(Location where, const Frame& frame, std::size_t entries_before) {
  where.inner = where.inner.empty() ? frame.inner : frame.inner + " > " + where.inner;
  where.offset.reset();
  if (where.entry) *where.entry += static_cast<std::uint32_t>(entries_before);
  if (frame.line_by_line && frame.line && where.line) {
    *where.line += *frame.line - 1;
    if (where.end_line) *where.end_line += *frame.line - 1;
  } else {
    where.line = frame.line;
    where.end_line.reset();
  }
  if (!frame.line_by_line) where.column.reset();
  return where;
}

void take(Container value, const Frame& frame, ReadContext& context, Container& container) {
  const std::size_t before = container.entries.size();
  for (Entry& entry : value.entries) {
    entry.location = placed(std::move(entry.location), frame, 0);
    entry.unit = entry.unit.empty() ? frame.unit : frame.unit + " > " + entry.unit;
    if (add_entry(std::move(entry), context, container) == nullptr) break;
  }
  for (Diagnostic& diagnostic : value.diagnostics) {
    report(context, container, diagnostic.severity, std::move(diagnostic.code), std::move(diagnostic.message),
           placed(std::move(diagnostic.location), frame, before));
  }
  note_password(container, value.facts.password);
}

}  // namespace

bool read_embedded(ByteView data, const Frame& frame, ReadContext& context, Container& container) {
  Location where{.path = context.path, .line = frame.line, .inner = frame.inner};
  const NestedContainer nested(context, container, where);
  if (!nested.allowed()) return true;
  const TextInput text(data);
  const FileInput file{data, text};
  for (const FormatRow& row : format_rows()) {
    if (!row.matches(file)) continue;
    Container value;
    value.path = context.path;
    if (row.read != nullptr) {
      row.read(file, context, value);
    } else {
      report_error(context, value, "format-unsupported", std::string(row.name) + ": " + std::string(row.advice),
                   Location{.path = context.path});
    }
    take(std::move(value), frame, context, container);
    return true;
  }
  return false;
}

}  // namespace chainlint
