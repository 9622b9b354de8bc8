// A picture as it is: no light falls on it.
uniform sampler2D p3d_Texture0;
in vec4 paint;
in vec2 uv;
out vec4 colour;

void main() { colour = texture(p3d_Texture0, uv) * paint; }
