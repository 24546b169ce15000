// The map of the district on this device: how large it is, whether it stays, fetching it.
#pragma once

namespace gezhi::screens {

void offline_map_card();

}  // namespace gezhi::screens
