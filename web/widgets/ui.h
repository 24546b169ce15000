// The whole widget kit for a screen: include this one.
#pragma once

#include "web/theme.h"
#include "web/widgets/buttons.h"
#include "web/widgets/cards.h"
#include "web/widgets/fields.h"
#include "web/widgets/i18n.h"
#include "web/widgets/icons.h"
#include "web/widgets/kit.h"
#include "web/widgets/layout.h"
#include "web/widgets/media.h"
#include "web/widgets/overlay.h"
#include "web/widgets/page.h"
#include "web/widgets/table.h"
#include "web/widgets/text.h"
#include "web/widgets/wrong_fields.h"
