// MATERIAL is defined above: SKIN, MOUTH, LASH, EYE, HAIR or CLOTH.
uniform sampler2D albedo_map;
uniform sampler2D relief_map;
#if defined(CLOTH)
uniform sampler2D folds_map; // slopes along u and v, and a shade that is 0.8 where plain
#endif
uniform vec3 probe_low[9];
uniform vec3 probe_high[9];
uniform vec2 probe_heights;
uniform vec3 key_place;
uniform vec3 key_light;
uniform vec3 hair_colour;
uniform vec3 dye; // what the colours of skin and cloth are multiplied by
uniform float hair_gloss;
in vec3 place;
in vec3 facing;
in vec3 along;
in vec2 uv;
in float openness;
flat in vec3 eye;
out vec4 colour;

// Irradiance over pi from the seat's two light probes; bands: how much of each SH band.
vec3 around(vec3 n, vec3 band1, vec3 band2) {
    float h = clamp((place.z - probe_heights.x) / (probe_heights.y - probe_heights.x),
                    0.0, 1.0);
    float y[9] = float[9](
        0.282095, 0.488603 * n.y, 0.488603 * n.z, 0.488603 * n.x,
        1.092548 * n.x * n.y, 1.092548 * n.y * n.z,
        0.315392 * (3.0 * n.z * n.z - 1.0), 1.092548 * n.x * n.z,
        0.546274 * (n.x * n.x - n.y * n.y));
    vec3 sum = vec3(0.0);
    for (int k = 0; k < 9; ++k) {
        vec3 part = mix(probe_low[k], probe_high[k], h) * y[k];
        sum += k == 0 ? part : (k < 4 ? part * band1 : part * band2);
    }
    return max(sum, vec3(0.0));
}

vec3 around(vec3 n) { return around(n, vec3(1.0), vec3(1.0)); }

// Bends a normal by how much a height changes from pixel to pixel, without tangents
// (Mikkelsen 2010).
vec3 tilted(vec3 n, float across, float down) {
    vec3 dx = dFdx(place), dy = dFdy(place);
    vec3 r1 = cross(dy, n), r2 = cross(n, dx);
    float area = dot(dx, r1);
    vec3 slope = sign(area) * (across * r1 + down * r2);
    return normalize(abs(area) * n - slope);
}

vec3 bumped(vec3 n, float height, float depth) {
    // Relief finer than a pixel must fade, or it would flicker.
    depth *= clamp(0.0011 / length(fwidth(place)), 0.0, 1.0);
    return tilted(n, dFdx(height) * depth, dFdy(height) * depth);
}

float shine(vec3 n, vec3 v, vec3 l, float rough) {
    vec3 h = normalize(v + l);
    float a = rough * rough, nh = max(dot(n, h), 0.0);
    float d = nh * nh * (a * a - 1.0) + 1.0;
    float lh = max(dot(l, h), 0.1);
    return max(dot(n, l), 0.0) * a * a / (4.0 * d * d * lh * lh * (rough + 0.5));
}

#if defined(MOUTH)
uniform sampler2D bones; // see person.vert

float shape(int number) { return texelFetch(bones, ivec2(number, 1), 0).b; }

// How far the lips are parted: through a slit no light falls on teeth. The numbers are
// those of jawOpen, mouthClose, mouthLowerDown and mouthUpperUp in avatars.performance.
float parted() {
    float wide = 4.0 * max(shape(24) - shape(26), 0.0);
    return smoothstep(0.0, 0.5, wide + shape(33) + shape(34) + shape(47) + shape(48));
}
#endif

void main() {
    vec3 v = normalize(eye - place);
    vec3 l = normalize(key_place - place);
    vec3 n = normalize(facing);
    vec4 base = texture(albedo_map, uv);
    float open_ = openness;
    vec3 light;
    float alpha = 1.0;
#if defined(SKIN)
    vec3 detail = texture(relief_map, uv).rgb;
    n = bumped(n, detail.r, 0.0012);
    // Light bleeds under the skin: red softens most, and red lifts closed places.
    vec3 soft = around(n, vec3(0.86, 0.97, 1.0), vec3(0.45, 0.85, 1.0));
    vec3 closed = pow(vec3(open_), vec3(0.72, 1.0, 1.08));
    float edge = pow(1.0 - max(dot(n, v), 0.0), 4.0);
    vec3 gloss = key_light * (0.060 * shine(n, v, l, 0.60) + 0.012 * shine(n, v, l, 0.42));
    gloss += around(reflect(-v, n)) * (0.020 + 0.11 * edge);
    light = base.rgb * dye * soft * closed + gloss * (0.34 * detail.g) * open_ * open_;
#elif defined(MOUTH)
    // u below a half: teeth, their gaps near 0.45; v runs from the edge to the gum.
    vec3 tooth = vec3(0.52, 0.455, 0.365), gum = vec3(0.34, 0.11, 0.10);
    vec3 flesh = mix(tooth, gum, smoothstep(0.80, 0.90, uv.y));
    float lips = 1.0 - 0.55 * smoothstep(0.15, 1.0, uv.y);
    flesh *= lips * (1.0 - 0.35 * smoothstep(0.33, 0.45, uv.x));
    bool tongue = uv.x > 0.5;
    if (tongue) flesh = vec3(0.22, 0.060, 0.058);
    float wet = tongue ? 0.02 : 0.05;
    light = flesh * around(n) * open_ * open_ + key_light * wet * open_ * shine(n, v, l, 0.3);
    light *= 0.04 + 0.96 * parted();
#elif defined(LASH)
    alpha = clamp((base.a - 0.42) / clamp(fwidth(base.a), 0.25, 0.7) + 0.5, 0.0, 1.0);
    light = vec3(0.006, 0.005, 0.005);
#elif defined(EYE)
    float lid = smoothstep(0.75, -0.10, n.z) * 0.75 + 0.25;
    light = base.rgb * around(n, vec3(0.7), vec3(0.3)) * lid;
    // The window as a small soft square, kept where a viewer would see it.
    vec3 glint = normalize(l + v * 1.2 + vec3(0.0, 0.0, 0.45));
    vec3 r = reflect(-v, n);
    float spot = smoothstep(0.955, 0.99, dot(r, glint));
    light += key_light * spot * 0.9 + around(r) * 0.02;
#elif defined(HAIR)
    bool solid = uv.x < -0.5;
    vec3 t = normalize(along + vec3(1e-4));
    float tuft = texture(albedo_map, place.xz * 31.0 + place.yx * 23.0).a;
    if (solid) n = bumped(n, tuft, 0.0024);
    vec3 strand = solid ? vec3(0.68 + 0.22 * tuft) : base.rgb;
    vec3 tone = (hair_colour + 0.0035) * (0.50 + 0.65 * strand);
    float th = dot(t, normalize(v + l)), th2 = th + 0.10;
    float one = pow(max(1.0 - th * th, 0.0), 60.0), two = pow(max(1.0 - th2 * th2, 0.0), 14.0);
    float lit = solid ? 0.0 : smoothstep(-0.2, 0.6, dot(n, l)) * open_ * strand.r;
    light = tone * around(n) * (0.15 + 0.85 * open_);
    light += key_light * lit * (one * 0.055 + two * 0.22 * tone) * hair_gloss;
    // The room from above, as the ring of light that smooth hair has.
    float ring = pow(max(1.0 - pow(dot(t, normalize(v + vec3(0.0, 0.0, 1.6))), 2.0), 0.0), 26.0);
    float sheen = solid ? 0.016 : (0.010 + 0.045 * ring * strand.r) * hair_gloss;
    light += around(solid ? reflect(-v, n) : vec3(0.0, 0.0, 1.0)) * sheen * open_ * open_;
    alpha = solid ? (-uv.x - 1.0) * 1.7 - 0.55 * (1.0 - tuft)
                  : base.a - 0.34 * smoothstep(0.55, 1.0, uv.y)
                    - 0.7 * smoothstep(0.93, 0.99, uv.y); // roots follow in the picture
    // Ends seen from the edge would be single dots beside the hair.
    float flat_on = abs(dot(normalize(cross(dFdx(place), dFdy(place))), v));
    // Plaits, which shine little, are round and keep theirs.
    float end_ = solid ? 0.0 : smoothstep(0.45, 0.85, uv.y) * smoothstep(0.5, 0.9, hair_gloss);
    alpha -= 0.6 * end_ * (1.0 - smoothstep(0.15, 0.50, flat_on));
    alpha = clamp((alpha - 0.5) / clamp(fwidth(alpha), 0.15, 0.7) + 0.5, 0.0, 1.0);
#else
    // Its back has the other normal; the rim of its front, where n turns away, has not.
    vec3 face = cross(dFdx(place), dFdy(place));
    if (dot(face, v) * dot(face, n) < 0.0) n = -n;
    // The sheet of folds is 1.2 m wide, the weave repeats 7 times per metre.
    vec3 fold = texture(folds_map, uv / 8.4).rgb;
    vec2 slope = (fold.rg - 0.502) * (2.0 * 0.9 / 7.0);
    n = tilted(n, dot(slope, dFdx(uv)), dot(slope, dFdy(uv)));
    n = bumped(n, texture(relief_map, uv).r, 0.0005);
    base.rgb *= fold.b * 1.25;
    float fuzz = pow(1.0 - max(dot(n, v), 0.0), 3.0);
    light = base.rgb * dye * around(n) * open_ * (1.0 + 0.55 * fuzz);
#endif
    colour = vec4(shown(light), alpha);
}
