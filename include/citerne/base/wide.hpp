#pragma once

namespace citerne {

/// 128 bits for products of two 64-bit quantities.
__extension__ using Wide = __int128;

}  // namespace citerne
