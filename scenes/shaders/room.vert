in vec4 p3d_Vertex;
in vec2 p3d_MultiTexCoord0;
in vec3 light;
in vec4 albedo;
out vec3 irradiance;
out vec3 reflectance;
out vec2 uv;

void main() {
    gl_Position = seen_of_model(p3d_Vertex);
    irradiance = light;
    reflectance = pow(albedo.rgb / 255.0, vec3(2.2));
    uv = p3d_MultiTexCoord0;
}
