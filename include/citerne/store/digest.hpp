#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace citerne::store {

/// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::span<const std::byte> bytes);

/// The same of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  void add(std::span<const std::byte> bytes);
  std::string hex();  ///< Of all that was added; the end.

 private:
  std::unique_ptr<void, void (*)(void*)> state_;
};

}  // namespace citerne::store
