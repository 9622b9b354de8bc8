// What an eye sees in the glass; the picture was drawn from behind it, so left is right.
uniform sampler2D image;
uniform vec4 drawn; // left, low, right, high of the drawn part, metres on the glass
uniform vec4 used;  // of the picture: its width and height, and half a pixel
uniform vec2 half_size;
in vec2 at;
out vec4 colour;

void main() {
    vec2 uv = vec2((drawn.z - at.x) / (drawn.z - drawn.x),
                   (at.y - drawn.y) / (drawn.w - drawn.y));
    uv = clamp(uv * used.xy, used.zw, used.xy - used.zw);
    vec2 in_from = half_size - abs(at);
    float edge = min(in_from.x, in_from.y);
    // A thin bevel, and the silver's slight loss of light.
    float line = smoothstep(0.016, 0.014, edge) * smoothstep(0.0105, 0.0125, edge);
    vec3 seen = texture(image, uv).rgb * vec3(0.965, 0.972, 0.962);
    colour = vec4(mix(seen, seen * 0.80 + 0.16, line), 1.0);
}
