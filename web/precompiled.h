// For the compiler alone (gezhi_precompile): each file includes what it uses all the same.
#pragma once

#include <imgui.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/sync/device.h"
