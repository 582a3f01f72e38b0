#include "citerne/store/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace citerne::store {

std::string sha256_hex(std::span<const std::byte> bytes) {
  std::array<unsigned char, 32> digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    throw std::system_error(ENOMEM, std::generic_category(), "libcrypto cannot make a SHA-256 digest");
  constexpr const char* kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

}  // namespace citerne::store
