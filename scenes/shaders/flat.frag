// One colour, as it is: no light falls on it.
in vec4 paint;
out vec4 colour;

void main() { colour = paint; }
