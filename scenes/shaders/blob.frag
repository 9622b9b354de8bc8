// A soft dark spot where something touches a surface.
in vec2 uv;
flat in float strength;
out vec4 colour;

void main() {
    float near = max(1.0 - dot(uv, uv), 0.0);
    colour = vec4(0.02, 0.015, 0.01, strength * near * near);
}
