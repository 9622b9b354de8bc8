"""What the specification lets one bind, for the profiles that we have files for.

From OpenXR's registry, ``xr.xml`` of version 1.1.59 (KhronosGroup/OpenXR-SDK-Source,
``specification/registry``), section ``interaction_profiles``, without those inputs that
the registry marks as the system's own. Read on 23 November 2026.
"""

from __future__ import annotations

from typing import Final

_POSES = "input/grip/pose input/aim/pose"
_STICK = "input/thumbstick input/thumbstick/x input/thumbstick/y input/thumbstick/click"
_PAD = "input/trackpad input/trackpad/x input/trackpad/y input/trackpad/touch"
_X_Y = "input/x/click input/x/touch input/y/click input/y/touch"
_A_B = "input/a/click input/a/touch input/b/click input/b/touch"
_PICO = (
    "input/squeeze/click input/squeeze/value input/trigger/click input/trigger/touch "
    f"input/trigger/value {_STICK} input/thumbstick/touch {_POSES} output/haptic"
)

REGISTRY: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "/interaction_profiles/khr/simple_controller": (
        "",
        {"both": f"input/select/click input/menu/click {_POSES} output/haptic"},
    ),
    "/interaction_profiles/oculus/touch_controller": (
        "",
        {
            "both": (
                "input/squeeze/value input/trigger/value input/trigger/touch "
                f"{_STICK} input/thumbstick/touch input/thumbrest/touch {_POSES} "
                "output/haptic"
            ),
            "left": f"{_X_Y} input/menu/click",
            "right": _A_B,
        },
    ),
    "/interaction_profiles/valve/index_controller": (
        "",
        {
            "both": (
                f"{_A_B} input/squeeze/value input/squeeze/force input/trigger/click "
                f"input/trigger/value input/trigger/touch {_STICK} "
                f"input/thumbstick/touch {_PAD} input/trackpad/force {_POSES} "
                "output/haptic"
            )
        },
    ),
    "/interaction_profiles/htc/vive_controller": (
        "",
        {
            "both": (
                "input/squeeze/click input/menu/click input/trigger/click "
                f"input/trigger/value {_PAD} input/trackpad/click {_POSES} "
                "output/haptic"
            )
        },
    ),
    "/interaction_profiles/microsoft/motion_controller": (
        "",
        {
            "both": (
                "input/menu/click input/squeeze/click input/trigger/value "
                f"{_STICK} {_PAD} input/trackpad/click {_POSES} output/haptic"
            )
        },
    ),
    "/interaction_profiles/bytedance/pico4_controller": (
        "XR_BD_controller_interaction",
        {"both": _PICO, "left": f"{_X_Y} input/menu/click", "right": _A_B},
    ),
    "/interaction_profiles/bytedance/pico_neo3_controller": (
        "XR_BD_controller_interaction",
        {"both": f"{_PICO} input/menu/click", "left": _X_Y, "right": _A_B},
    ),
    "/interaction_profiles/ext/hand_interaction_ext": (
        "XR_EXT_hand_interaction",
        {
            "both": (
                f"input/pinch_ext/pose input/poke_ext/pose {_POSES} "
                "input/pinch_ext/value input/pinch_ext/ready_ext "
                "input/grasp_ext/value input/grasp_ext/ready_ext "
                "input/aim_activate_ext/value input/aim_activate_ext/ready_ext"
            )
        },
    ),
    "/interaction_profiles/ext/eye_gaze_interaction": (
        "XR_EXT_eye_gaze_interaction",
        {"eyes": "input/gaze_ext/pose"},
    ),
}
"""Profile to the extension that brings it ("" for the core) and, by hand, its paths."""
