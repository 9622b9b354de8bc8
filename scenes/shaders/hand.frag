// Matt and of one colour; soft light from above shows the shape.
uniform vec3 tone; // linear
in vec3 place;
in vec3 facing;
in vec3 eye;
out vec4 colour;

void main() {
    vec3 n = normalize(facing);
    float above = 0.5 + 0.5 * n.z;
    float towards = max(dot(n, normalize(eye - place)), 0.0);
    colour = vec4(shown(tone * (0.45 + 0.45 * above + 0.2 * towards)), 1.0);
}
