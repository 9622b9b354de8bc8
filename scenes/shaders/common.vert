// Where an eye sees a point. One of these is defined above: ONE (a camera of its own),
// TWO (such a camera of a headset), SHARED (one camera for both eyes, drawn twice),
// INSTANCED or MULTIVIEW (both eyes in one draw).
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ModelViewMatrix;
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ViewMatrix;
uniform mat4 p3d_ViewMatrixInverse;
uniform mat4 p3d_ViewProjectionMatrix;
uniform mat4 p3d_ProjectionMatrixInverse;
#if defined(SHARED)
uniform mat4 p3d_ViewProjectionMatrixInverse;
#elif defined(TWO)
uniform int eye_number;
#elif defined(INSTANCED) || defined(MULTIVIEW)
uniform mat4 eye_matrix[2]; // from the head's view to what the eye sees
uniform vec3 eye_place[2];  // in the head's view
#endif

// 0 for the left or only eye, 1 for the right one.
int eye_now() {
#if defined(TWO)
    return eye_number;
#elif defined(SHARED)
    // all rays of an eye meet where nothing but depth is left
    vec4 meet = p3d_ProjectionMatrixInverse * vec4(0.0, 0.0, 1.0, 0.0);
    return meet.x * meet.w < 0.0 ? 0 : 1;
#elif defined(INSTANCED)
    return gl_InstanceID & 1;
#elif defined(MULTIVIEW)
    return int(gl_ViewID_OVR); // Mesa refuses to compare the number as it is
#else
    return 0;
#endif
}

// Into the eye's part of the picture.
vec4 put(vec4 seen) {
#if defined(INSTANCED)
    float side = eye_now() == 0 ? -1.0 : 1.0;
    gl_ClipDistance[0] = seen.w + side * seen.x;
    seen.x = 0.5 * (seen.x + side * seen.w);
#endif
    return seen;
}

// Nowhere in the picture.
vec4 unseen() { return put(vec4(0.0, 0.0, 2.0, 1.0)); }

// A point of the model.
vec4 seen_of_model(vec4 point) {
#if defined(INSTANCED) || defined(MULTIVIEW)
    return put(eye_matrix[eye_now()] * (p3d_ModelViewMatrix * point));
#else
    return p3d_ModelViewProjectionMatrix * point;
#endif
}

// A point of the world.
vec4 seen_of_world(vec4 point) {
#if defined(INSTANCED) || defined(MULTIVIEW)
    return put(eye_matrix[eye_now()] * (p3d_ViewMatrix * point));
#else
    return p3d_ViewProjectionMatrix * point;
#endif
}

// Where the eye is in the world.
vec3 eye_in_world() {
#if defined(SHARED)
    vec4 meet = p3d_ViewProjectionMatrixInverse * vec4(0.0, 0.0, 1.0, 0.0);
    return meet.xyz / meet.w;
#elif defined(INSTANCED) || defined(MULTIVIEW)
    return (p3d_ViewMatrixInverse * vec4(eye_place[eye_now()], 1.0)).xyz;
#else
    return p3d_ViewMatrixInverse[3].xyz;
#endif
}

#if !defined(ONE)
// Through a point of the eye's picture, -1 to 1, into the world; not of length one.
vec3 way_in_world(vec2 at) {
#if defined(INSTANCED) || defined(MULTIVIEW)
    mat4 back = inverse(eye_matrix[eye_now()]);
#else
    mat4 back = p3d_ProjectionMatrixInverse;
#endif
    vec4 near = back * vec4(at, -1.0, 1.0), far = back * vec4(at, 1.0, 1.0);
    return mat3(p3d_ViewMatrixInverse) * (far.xyz / far.w - near.xyz / near.w);
}
#endif
