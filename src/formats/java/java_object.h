// Serialized Java objects, skipped without being understood: JCEKS stores a secret key as one and does not say how long it is.
#pragma once

#include <cstddef>

#include "chainlint/base/bytes.h"
#include "chainlint/base/result.h"

namespace chainlint::formats {

// Why a serialized object has no end that can be known, and where in it. `what` is a literal.
struct JavaObjectError {
  const char* what = "";
  std::size_t offset = 0;
};

// How many bytes the stream header and the one object at the front of `data` take, by the grammar of the Java Object Serialization
// Specification (chapter 6), stream version 5. Knows nothing of any class: fields are skipped as the class descriptions in the stream
// say. Linear in the bytes; at most 65536 objects, which lie inside each other at most 64 deep, and classes with at most 16 ancestors. An
// exception in the stream, a reset of its handles and an external form without block data are errors: nothing is guessed.
Result<std::size_t, JavaObjectError> java_object_size(ByteView data);

}  // namespace chainlint::formats
