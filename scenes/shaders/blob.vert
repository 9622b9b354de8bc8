in vec4 p3d_Vertex;
in vec3 p3d_MultiTexCoord0; // the third: how dark
out vec2 uv;
flat out float strength;

void main() {
    gl_Position = seen_of_model(p3d_Vertex);
    uv = p3d_MultiTexCoord0.xy * 2.0 - 1.0;
    strength = p3d_MultiTexCoord0.z;
}
