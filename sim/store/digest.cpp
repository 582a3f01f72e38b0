#include "citerne/store/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace citerne::store {
namespace {

EVP_MD_CTX* context(const std::unique_ptr<void, void (*)(void*)>& state) {
  return static_cast<EVP_MD_CTX*>(state.get());
}

void expect(bool done) {
  if (!done)
    throw std::system_error(ENOMEM, std::generic_category(), "libcrypto cannot make a SHA-256 digest");
}

}  // namespace

Sha256::Sha256() : state_{EVP_MD_CTX_new(), [](void* s) { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(s)); }} {
  expect(state_ && EVP_DigestInit_ex(context(state_), EVP_sha256(), nullptr) == 1);
}

void Sha256::add(std::span<const std::byte> bytes) {
  expect(EVP_DigestUpdate(context(state_), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::hex() {
  std::array<unsigned char, 32> digest{};
  expect(EVP_DigestFinal_ex(context(state_), digest.data(), nullptr) == 1);
  constexpr const char* kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

std::string sha256_hex(std::span<const std::byte> bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.hex();
}

}  // namespace citerne::store
