// Shared by every fragment shader: exposure, tone curve, sRGB.
uniform float exposure;

// Filmic curve (fit by K. Narkowicz to ACES), linear in, sRGB out.
vec3 shown(vec3 light) {
    vec3 x = light * exposure;
    x = clamp((x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0);
    vec3 low = x * 12.92;
    vec3 high = 1.055 * pow(max(x, vec3(1e-5)), vec3(1.0 / 2.4)) - 0.055;
    return mix(low, high, step(vec3(0.0031308), x));
}
