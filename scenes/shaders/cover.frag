// A fade over everything, and a calm edge that follows the eye but is at rest in the room.
uniform vec4 cover[1]; // share of the fade, of the edge, and where that begins, radians
uniform vec3 plain;
in vec2 slope; // of the view from straight ahead
in vec3 way;   // into the room
out vec4 colour;

const float SOFT = 0.22; // radians from the clear part to the calm one
const float STEP = 0.2618; // between the lines of the grid: 15 degrees

float line(float at) {
    float wide = max(fwidth(at), 1e-5);
    float off = abs(fract(at / STEP + 0.5) - 0.5) * STEP;
    return 1.0 - smoothstep(0.6 * wide, 2.0 * wide, off);
}

void main() {
    float away = atan(length(slope));
    float edge = cover[0].y * smoothstep(cover[0].z, cover[0].z + SOFT, away);
    vec3 to = normalize(way);
    float up = asin(clamp(to.z, -1.0, 1.0));
    float round_ = atan(to.x, to.y);
    // no line where the circle of the horizon closes, nor overhead where all meet
    float grid = max(line(up), line(round_) * step(abs(up), 1.2) * step(abs(round_), 3.1));
    vec3 rest = plain * (0.62 + 0.30 * grid + 0.22 * smoothstep(0.25, 0.0, abs(up)));
    float whole = cover[0].x;
    float share = 1.0 - (1.0 - whole) * (1.0 - edge);
    colour = vec4(mix(rest, plain, whole / max(share, 1e-4)), share);
}
